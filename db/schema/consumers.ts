import { sql } from "drizzle-orm";
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import type { Signature } from "./experiments";
import { models } from "./models";

/** Who calls a model and the schema they were built against. A registration never changes: it is retired, or replaced by another. */
export const modelConsumers = pgTable(
  "model_consumers",
  {
    projectId: projectId(),
    id: id(),
    modelId: text().notNull(),
    name: text().notNull(),
    description: text().notNull().default(""),
    ownerUserId: text().references(() => users.id),
    /** Inputs it sends and outputs it expects; an empty side is not pinned. */
    schema: jsonb().$type<Signature>().notNull(),
    schemaDigest: text().notNull(),
    registeredBy: text()
      .notNull()
      .references(() => users.id),
    registeredAt: moment().notNull(),
    retiredBy: text().references(() => users.id),
    retiredAt: moment(),
    retiredReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("model_consumers_name_key").on(t.projectId, t.modelId, t.name).where(sql`${t.retiredAt} is null`),
    index("model_consumers_model_idx").on(t.projectId, t.modelId, t.registeredAt),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
  ],
);

export type ModelConsumerRow = typeof modelConsumers.$inferSelect;
