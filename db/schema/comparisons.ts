import { sql } from "drizzle-orm";
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { promotions } from "./promotions";

/** A run of a comparison, with the content it had; null while the run was still being logged. */
export type ComparedRun = { id: string; digest: string | null };

/** A comparison under a name: its view as the query of its address, and the runs as they were when it was saved. */
export const comparisons = pgTable(
  "comparisons",
  {
    projectId: projectId(),
    id: id(),
    name: text().notNull(),
    note: text().notNull().default(""),
    query: text().notNull(),
    runs: jsonb().$type<ComparedRun[]>().notNull(),
    /** Over the view and the runs' contents. */
    digest: text().notNull(),
    createdBy: text()
      .notNull()
      .references(() => users.id),
    updatedBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("comparisons_name_key").on(t.projectId, sql`lower(${t.name})`),
    index("comparisons_updated_idx").on(t.projectId, t.updatedAt.desc(), t.id.desc()),
  ],
);

/** Comparisons that a promotion rests on, as they were when they were attached: what is done to the saved one later changes nothing here. */
export const promotionComparisons = pgTable(
  "promotion_comparisons",
  {
    projectId: projectId(),
    promotionId: text().notNull(),
    comparisonId: text().notNull(),
    name: text().notNull(),
    note: text().notNull(),
    query: text().notNull(),
    runIds: jsonb().$type<string[]>().notNull(),
    attachedBy: text()
      .notNull()
      .references(() => users.id),
    attachedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promotionId, t.comparisonId] }),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
  ],
);

export type ComparisonRow = typeof comparisons.$inferSelect;
export type PromotionComparisonRow = typeof promotionComparisons.$inferSelect;
