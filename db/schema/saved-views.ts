import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";

/** A run table as somebody keeps it: the parameters of its address, under a name. Without an owner it is the team's. */
export const savedViews = pgTable(
  "saved_views",
  {
    projectId: projectId(),
    id: id(),
    /** Null: over all runs of the project. */
    experimentId: text(),
    name: text().notNull(),
    ownerUserId: text().references(() => users.id),
    params: jsonb().$type<Record<string, string>>().notNull(),
    /** Opens by itself where the address asks for nothing: for the owner, or for everyone who has no own default. */
    isDefault: boolean().notNull().default(false),
    updatedBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("saved_views_name_key").on(
      t.projectId,
      sql`coalesce(${t.experimentId}, '')`,
      sql`coalesce(${t.ownerUserId}, '')`,
      sql`lower(${t.name})`,
    ),
    uniqueIndex("saved_views_default_key")
      .on(t.projectId, sql`coalesce(${t.experimentId}, '')`, sql`coalesce(${t.ownerUserId}, '')`)
      .where(sql`${t.isDefault}`),
    index("saved_views_place_idx").on(t.projectId, t.experimentId),
  ],
);
