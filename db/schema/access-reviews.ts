import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Role } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";

/** One quarterly look at who may decide what. One is open at a time. */
export const accessReviews = pgTable(
  "access_reviews",
  {
    projectId: projectId(),
    id: id(),
    number: integer().notNull(),
    openedBy: text()
      .notNull()
      .references(() => users.id),
    openedAt: moment().notNull(),
    dueAt: moment().notNull(),
    /** When the reminder of an overdue review was raised. */
    remindedAt: moment(),
    completedBy: text().references(() => users.id),
    completedAt: moment(),
    attestation: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("access_reviews_number_key").on(t.projectId, t.number),
    uniqueIndex("access_reviews_one_open_key").on(t.projectId).where(sql`${t.completedAt} is null`),
  ],
);

/** One role that one person held when the review was opened, and what was found about it. */
export const accessReviewLines = pgTable(
  "access_review_lines",
  {
    projectId: projectId(),
    reviewId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    role: text().$type<Role>().notNull(),
    groupName: text().notNull(),
    verdict: text().$type<"keep" | "remove">(),
    comment: text().notNull().default(""),
    attestedBy: text().references(() => users.id),
    attestedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.reviewId, t.userId, t.role] }),
    index("access_review_lines_open_idx").on(t.projectId, t.reviewId).where(sql`${t.verdict} is null`),
    foreignKey({ columns: [t.projectId, t.reviewId], foreignColumns: [accessReviews.projectId, accessReviews.id] }),
  ],
);

export type AccessReviewRow = typeof accessReviews.$inferSelect;
export type AccessReviewLineRow = typeof accessReviewLines.$inferSelect;
