import { sql } from "drizzle-orm";
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { RiskTier, VersionStatus } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { runs } from "./experiments";
import { loggedModels } from "./logged-models";

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
    tags: jsonb().$type<Record<string, string>>().notNull().default({}),
    lockVersion: integer().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: moment().notNull(),
    /** Also when a version of it was registered or changed. */
    updatedAt: moment().notNull().defaultNow(),
    /** A deleted model keeps its rows under another name, so that its own can be given anew. */
    deletedAt: moment(),
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
    /** The logged model that is governed, when a run logged more than one thing. */
    loggedModelId: text(),
    /** Where its files are, as the client wrote it: "models:/m-...", "runs:/..." or the address of an artifact. */
    source: text().notNull().default(""),
    runLink: text().notNull().default(""),
    /** SHA-256 over {run content digest, artifact digests, signature}: what exactly is being governed. Provisional while pending. */
    digest: text().notNull(),
    description: text().notNull().default(""),
    tags: jsonb().$type<Record<string, string>>().notNull().default({}),
    status: text().$type<VersionStatus>().notNull().default("active"),
    cardRevision: integer().notNull().default(0),
    registeredBy: text()
      .notNull()
      .references(() => users.id),
    registeredAt: moment().notNull(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("model_versions_number_key").on(t.projectId, t.modelId, t.version),
    index("model_versions_run_idx").on(t.projectId, t.runId),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
    foreignKey({ columns: [t.projectId, t.runId], foreignColumns: [runs.projectId, runs.id] }),
    foreignKey({ columns: [t.projectId, t.loggedModelId], foreignColumns: [loggedModels.projectId, loggedModels.id] }),
  ],
);

/** Names that clients gave to versions. Those bound to an environment are not stored: they follow what serves there. */
export const modelAliases = pgTable(
  "model_aliases",
  {
    projectId: projectId(),
    modelId: text().notNull(),
    alias: text().notNull(),
    versionId: text().notNull(),
    setBy: text()
      .notNull()
      .references(() => users.id),
    setAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.modelId, t.alias] }),
    index("model_aliases_version_idx").on(t.projectId, t.versionId),
    index("model_aliases_prefix_idx").on(t.projectId, sql`lower(${t.alias}) text_pattern_ops`),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
  ],
);

/** Aliases that a person took out of governance for one model, in lower case. */
export const freeAliases = pgTable(
  "free_aliases",
  {
    projectId: projectId(),
    modelId: text().notNull(),
    alias: text().notNull(),
    reason: text().notNull(),
    freedBy: text()
      .notNull()
      .references(() => users.id),
    freedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.modelId, t.alias] }),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
  ],
);

export type ModelRow = typeof models.$inferSelect;
export type ModelVersionRow = typeof modelVersions.$inferSelect;
