import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";

export const policies = pgTable(
  "policies",
  {
    projectId: projectId(),
    id: id(),
    name: text().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] }), uniqueIndex("policies_name_key").on(t.projectId, t.name)],
);

/** Immutable once written: a change is a new version. `body` is validated by the policy schema in lib/governance. */
export const policyVersions = pgTable(
  "policy_versions",
  {
    projectId: projectId(),
    id: id(),
    policyId: text().notNull(),
    version: integer().notNull(),
    body: jsonb().$type<unknown>().notNull(),
    digest: text().notNull(),
    publishedBy: text().references(() => users.id),
    publishedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("policy_versions_number_key").on(t.projectId, t.policyId, t.version),
    foreignKey({ columns: [t.projectId, t.policyId], foreignColumns: [policies.projectId, policies.id] }),
  ],
);

export const environments = pgTable(
  "environments",
  {
    projectId: projectId(),
    name: text().notNull(),
    position: integer().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.name] })],
);

export type PolicyVersionRow = typeof policyVersions.$inferSelect;
