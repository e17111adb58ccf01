import { sql } from "drizzle-orm";
import { bigint, doublePrecision, foreignKey, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { LoggedModelStatus } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { experiments, type Signature } from "./experiments";

/** What an MLmodel file says, as far as gates, cards and bills of material use it. */
export type ModelManifest = {
  flavors: Record<string, Record<string, string>>;
  mlflowVersion: string | null;
  modelUuid: string | null;
  sizeBytes: number | null;
  createdAt: string | null;
  /** What is wrong with the file, when it could not be read whole. */
  problem: string | null;
};

/** A model as a training run logged it: its files, what it was made with, how it scored. Not governed until it is registered. */
export const loggedModels = pgTable(
  "logged_models",
  {
    projectId: projectId(),
    id: id(),
    experimentId: text().notNull(),
    /** Not unique. */
    name: text().notNull(),
    modelType: text().notNull().default(""),
    sourceRunId: text(),
    status: text().$type<LoggedModelStatus>().notNull(),
    statusMessage: text(),
    params: jsonb().$type<Record<string, string>>().notNull().default({}),
    tags: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** The source that it was taken over from, and where its files are there; null for one that was logged here. */
    sourceId: text(),
    artifactUri: text(),
    manifest: jsonb().$type<ModelManifest>(),
    signature: jsonb().$type<Signature>(),
    signatureProblem: text(),
    /** Lines of its requirements.txt. */
    requirements: jsonb().$type<string[]>().notNull().default([]),
    createdBy: text().references(() => users.id),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
    deletedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    foreignKey({ columns: [t.projectId, t.experimentId], foreignColumns: [experiments.projectId, experiments.id] }),
    index("logged_models_page_idx").on(t.projectId, t.experimentId, t.createdAt.desc(), t.id),
    index("logged_models_run_idx").on(t.projectId, t.sourceRunId),
    index("logged_models_name_prefix_idx").on(t.projectId, sql`lower(${t.name}) text_pattern_ops`),
  ],
);

/** Metrics of a logged model, each with the run and dataset it was measured on. */
export const loggedModelMetrics = pgTable(
  "logged_model_metrics",
  {
    projectId: projectId(),
    modelId: text().notNull(),
    key: text().notNull(),
    runId: text().notNull(),
    step: bigint({ mode: "number" }).notNull(),
    /** Milliseconds since 1970. */
    at: bigint({ mode: "number" }).notNull(),
    value: doublePrecision().notNull(),
    datasetName: text(),
    datasetDigest: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.modelId, t.key, t.runId, t.step, t.at, t.value] }),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [loggedModels.projectId, loggedModels.id] }),
    index("logged_model_metrics_value_idx").on(t.projectId, t.key, t.value),
  ],
);

export type LoggedModelRow = typeof loggedModels.$inferSelect;
export type LoggedModelMetricRow = typeof loggedModelMetrics.$inferSelect;
