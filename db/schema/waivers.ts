import { sql } from "drizzle-orm";
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { modelVersions } from "./models";
import { promotions } from "./promotions";

/** A gate that a version may go by in one environment, for a time. It may end, never change: CS002 in drizzle/. */
export const waivers = pgTable(
  "waivers",
  {
    projectId: projectId(),
    id: id(),
    /** The promotion on whose page it was granted; it holds for every request of this version and environment. */
    promotionId: text().notNull(),
    versionId: text().notNull(),
    environment: text().notNull(),
    gateId: text().notNull(),
    /** The gate as it was defined when it was waived: another definition is another gate. */
    gate: jsonb().$type<unknown>().notNull(),
    waivedOutcome: text().$type<"failed" | "inconclusive">().notNull(),
    ownerUserId: text()
      .notNull()
      .references(() => users.id),
    compensatingControl: text().notNull(),
    reason: text().notNull(),
    grantedBy: text()
      .notNull()
      .references(() => users.id),
    grantedByPersonId: text().notNull(),
    grantedAt: moment().notNull(),
    expiresAt: moment().notNull(),
    /** When it stopped to hold, and how; null = it holds until it expires. */
    endedAt: moment(),
    endKind: text().$type<"expired" | "revoked">(),
    endedBy: text(),
    endedReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    index("waivers_version_idx").on(t.projectId, t.versionId, t.environment),
    index("waivers_expiry_idx").on(t.expiresAt).where(sql`${t.endedAt} is null`),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
    check(
      "waivers_limited",
      sql`${t.expiresAt} > ${t.grantedAt} and ${t.expiresAt} <= ${t.grantedAt} + interval '181 days'`,
    ),
    check("waivers_end_whole", sql`(${t.endedAt} is null) = (${t.endKind} is null)`),
  ],
);

export type WaiverRow = typeof waivers.$inferSelect;
