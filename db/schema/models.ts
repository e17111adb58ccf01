import { foreignKey, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { RiskTier, VersionStatus } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { runs } from "./experiments";

export const models = pgTable(
  "models",
  {
    projectId: projectId(),
    id: id(),
    name: text().notNull(),
    description: text().notNull().default(""),
    useCase: text().notNull().default(""),
    ownerUserId: text().references(() => users.id),
    riskTier: text().$type<RiskTier>().notNull(),
    /** Counts changes of tier and of what it rests on; part of a promotion's subject. */
    riskRevision: integer().notNull().default(1),
    lockVersion: integer().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] }), uniqueIndex("models_name_key").on(t.projectId, t.name)],
);

export const riskRevisions = pgTable(
  "risk_revisions",
  {
    projectId: projectId(),
    modelId: text().notNull(),
    revision: integer().notNull(),
    tier: text().$type<RiskTier>().notNull(),
    reason: text().notNull(),
    editedBy: text()
      .notNull()
      .references(() => users.id),
    editedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.modelId, t.revision] }),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
  ],
);

export const modelVersions = pgTable(
  "model_versions",
  {
    projectId: projectId(),
    id: id(),
    modelId: text().notNull(),
    version: integer().notNull(),
    runId: text().notNull(),
    /** SHA-256 over {run content digest, artifact digests, signature}: what exactly is being governed. */
    digest: text().notNull(),
    description: text().notNull().default(""),
    status: text().$type<VersionStatus>().notNull().default("active"),
    cardRevision: integer().notNull().default(0),
    registeredBy: text()
      .notNull()
      .references(() => users.id),
    registeredAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("model_versions_number_key").on(t.projectId, t.modelId, t.version),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
    foreignKey({ columns: [t.projectId, t.runId], foreignColumns: [runs.projectId, runs.id] }),
  ],
);

export type ModelRow = typeof models.$inferSelect;
export type ModelVersionRow = typeof modelVersions.$inferSelect;
