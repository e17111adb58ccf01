import { sql } from "drizzle-orm";
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users } from "./auth";
import { moment, projectId } from "./columns";
import { promotions, type SignatureRecord } from "./promotions";

/** A promotion that was carried out without its quorum. What happened never changes; the review is added once (CS002). */
export const breakGlassUses = pgTable(
  "break_glass_uses",
  {
    projectId: projectId(),
    promotionId: text().notNull(),
    rolloutId: text().notNull(),
    usedBy: text()
      .notNull()
      .references(() => users.id),
    personId: text().notNull(),
    reason: text().notNull(),
    incident: text().notNull(),
    /** What it went past, in sentences: missing approvals, gates that do not pass, a cooling-off time. */
    bypassed: jsonb().$type<string[]>().notNull(),
    subjectDigest: text().notNull(),
    signature: jsonb().$type<SignatureRecord>().notNull(),
    usedAt: moment().notNull(),
    reviewDueAt: moment().notNull(),
    /** When the alarm of a missed review was raised. */
    alarmedAt: moment(),
    verdict: text().$type<"upheld" | "objected">(),
    reviewedBy: text().references(() => users.id),
    reviewerPersonId: text(),
    reviewComment: text(),
    reviewSignature: jsonb().$type<SignatureRecord>(),
    reviewedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promotionId] }),
    index("break_glass_uses_open_idx").on(t.reviewDueAt).where(sql`${t.reviewedAt} is null`),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
    check("break_glass_uses_reason", sql`length(${t.reason}) >= 20 and length(${t.incident}) >= 1`),
    check("break_glass_uses_deadline", sql`${t.reviewDueAt} <= ${t.usedAt} + interval '24 hours'`),
    check(
      "break_glass_uses_second_person",
      sql`${t.reviewerPersonId} is null or ${t.reviewerPersonId} <> ${t.personId}`,
    ),
    check(
      "break_glass_uses_review_whole",
      sql`(${t.reviewedAt} is null) = (${t.verdict} is null) and (${t.reviewedAt} is null) = (${t.reviewerPersonId} is null)`,
    ),
  ],
);

export type BreakGlassRow = typeof breakGlassUses.$inferSelect;
