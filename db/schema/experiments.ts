import { sql } from "drizzle-orm";
import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { RunStatus } from "../enums";
import { bytea, id, moment, projectId } from "./columns";

export const experiments = pgTable(
  "experiments",
  {
    projectId: projectId(),
    id: id(),
    name: text().notNull(),
    family: text(),
    useCase: text(),
    /** Where clients put artifacts of its runs; null = `mlflow-artifacts:/ID`, the store of this installation. */
    artifactLocation: text(),
    tags: jsonb().$type<Record<string, string>>().notNull().default({}),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull().defaultNow(),
    deletedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] }), uniqueIndex("experiments_name_key").on(t.projectId, t.name)],
);

/** Descriptive parts of the six axes; the axis columns of `runs` hold the compared value. */
export type AxisDetails = {
  code?: { message?: string; repository?: string; entryPoint?: string };
  dataset?: { trainName?: string; evalName?: string; label?: string; positiveLabel?: string };
  runtime?: Record<string, string | number>;
  seed?: number;
};
export type RunError = { type: string; message: string; tracebackTail?: string[] };
/** Per metric key: step, milliseconds since 1970, and what was sent when it was not finite. */
export type MetricMarks = Record<string, [step: number, at: number, raw?: string]>;
export type ParamValue = string | number | boolean | null | ParamValue[] | { [key: string]: ParamValue };

export const runs = pgTable(
  "runs",
  {
    projectId: projectId(),
    id: id(),
    experimentId: text().notNull(),
    name: text().notNull(),
    intent: text(),
    algorithm: text(),
    status: text().$type<RunStatus>().notNull(),
    /** Who owns the run: a member, or only a name when the producer is not a member here. */
    ownerUserId: text(),
    ownerName: text(),
    /** The user name that the producer logged under, as it was sent. */
    reportedUser: text(),
    startedAt: moment().notNull(),
    endedAt: moment(),
    durationSeconds: doublePrecision(),
    error: jsonb().$type<RunError>(),
    codeCommit: text(),
    datasetSnapshot: text(),
    featureDefinitions: text(),
    hyperparameters: text(),
    runtimeImage: text(),
    seedPolicy: text(),
    axisDetails: jsonb().$type<AxisDetails>().notNull().default({}),
    evalDatasetDigest: text(),
    threshold: doublePrecision(),
    thresholdRule: text(),
    evalRows: integer(),
    params: jsonb().$type<Record<string, ParamValue>>().notNull().default({}),
    /** Packed copy of `run_metrics` for fast pages: latest value per key. Holds only when `metricsPacked`. */
    metrics: jsonb().$type<Record<string, number | null>>().notNull().default({}),
    /** Packed with `metrics`: step, time and what was not finite, for keys where the client said them. */
    metricMarks: jsonb().$type<MetricMarks>(),
    /** False while a run is being logged to: then `run_metrics` alone is right. */
    metricsPacked: boolean().notNull().default(true),
    tags: jsonb().$type<Record<string, string>>().notNull().default({}),
    sliceCount: integer().notNull().default(0),
    hasPredictions: boolean().notNull().default(false),
    /** "import:ID": the object of the audit event that brought the run in; "log" when a client logged it bit by bit. */
    source: text().notNull().default("import"),
    /** Where its artifacts are when not below the experiment's location, as for runs taken over from another server. */
    artifactUri: text(),
    /** SHA-256 over the record as it came in, or over what was logged; null while the run is open or changed since. */
    contentDigest: text(),
    importedAt: moment().notNull(),
    archivedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    foreignKey({ columns: [t.projectId, t.experimentId], foreignColumns: [experiments.projectId, experiments.id] }),
    // Newest first is read backwards: a new run then goes to the end, which costs less than the start. The last column is there so
    // that a page is answered by the index alone.
    index("runs_page_idx").on(t.projectId, t.startedAt.asc().nullsFirst(), t.id.asc().nullsFirst(), t.archivedAt),
    index("runs_experiment_page_idx").on(
      t.projectId,
      t.experimentId,
      t.startedAt.asc().nullsFirst(),
      t.id.asc().nullsFirst(),
      t.archivedAt,
    ),
    // The project is in it as the parameter "", so that a search reads nothing of other projects.
    index("runs_params_idx").using(
      "gin",
      sql`(${t.params} || ('{"":' || ${t.projectId}::text || '}')::jsonb) jsonb_path_ops`,
    ),
    index("runs_parent_idx")
      .on(t.projectId, sql`(${t.tags}->>'mlflow.parentRunId')`)
      .where(sql`(${t.tags}->>'mlflow.parentRunId') is not null`),
    index("runs_archived_idx").on(t.projectId, t.experimentId).where(sql`${t.archivedAt} is not null`),
    index("runs_unfinished_idx").on(t.projectId, t.experimentId, t.status).where(sql`${t.status} <> 'FINISHED'`),
    // Who asks for runs of the same recipe asks with a commit.
    index("runs_recipe_idx").on(t.projectId, t.hyperparameters, t.codeCommit).where(sql`${t.codeCommit} is not null`),
    index("runs_name_idx").on(t.projectId, sql`lower(${t.name})`, t.id),
    // Starts of commits and digests, as people paste them into the search.
    index("runs_commit_idx")
      .on(t.projectId, t.codeCommit.op("text_pattern_ops"))
      .where(sql`${t.codeCommit} is not null`),
    index("runs_digest_idx")
      .on(t.projectId, t.contentDigest.op("text_pattern_ops"))
      .where(sql`${t.contentDigest} is not null`),
  ],
);

export type Confusion = { tp: number; fp: number; fn: number; tn: number };

/** One slice of one run: `dimension` "sex" and value "Female", or two-way "sex_x_race" and "Female|White". */
export const runSlices = pgTable(
  "run_slices",
  {
    projectId: projectId(),
    runId: text().notNull(),
    dimension: text().notNull(),
    value: text().notNull(),
    n: integer().notNull(),
    positives: integer(),
    metrics: jsonb().$type<Record<string, number | null>>().notNull(),
    intervals: jsonb().$type<Record<string, [number, number]>>().notNull().default({}),
    confusion: jsonb().$type<Confusion>(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.runId, t.dimension, t.value] })],
);

export type CalibrationBin = {
  lo: number;
  hi: number;
  n: number;
  meanPredicted: number | null;
  fractionPositive: number | null;
};
export type FairnessGroup = { n: number; selectionRate: number | null; tpr: number | null; fpr: number | null };
export type Fairness = Record<string, Record<string, number | null>>;
export type Importance = { method: string; items: { feature: string; mean: number; std?: number }[] };
export type SignatureField = { name?: string; type: string; required?: boolean; shape?: number[]; dtype?: string };
export type Signature = { inputs: SignatureField[]; outputs: SignatureField[] };

/** Evaluation documents of a run that are read whole, only on its own page and by gates. */
export const runEvaluations = pgTable(
  "run_evaluations",
  {
    projectId: projectId(),
    runId: text().notNull(),
    confusion: jsonb().$type<Confusion>(),
    calibration: jsonb().$type<CalibrationBin[]>(),
    fairness: jsonb().$type<Fairness>(),
    importances: jsonb().$type<Importance>(),
    signature: jsonb().$type<Signature>(),
    /** Why the signature is absent, when the producer sent one that could not be read. */
    signatureProblem: text(),
    warnings: jsonb().$type<string[]>().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.runId] })],
);

export const runArtifacts = pgTable(
  "run_artifacts",
  {
    projectId: projectId(),
    runId: text().notNull(),
    path: text().notNull(),
    sizeBytes: doublePrecision(),
    sha256: text(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.runId, t.path] })],
);

/** Rows of an evaluation dataset, stored once and shared by every prediction set over them. */
export const evaluationRows = pgTable(
  "evaluation_rows",
  {
    projectId: projectId(),
    /** SHA-256 over row ids, labels and slice columns in row order. */
    digest: text().notNull(),
    n: integer().notNull(),
    rowIds: bytea().notNull(),
    labels: bytea().notNull(),
    /** Per slice column its values; codes are packed one byte (or two) a row in `codes`, column after column. */
    columns: jsonb().$type<{ name: string; values: string[]; width: 1 | 2 }[]>().notNull(),
    codes: bytea().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.digest] })],
);

/** Row-level scores of one run, float32 in the row order of its evaluation rows. */
export const predictions = pgTable(
  "predictions",
  {
    projectId: projectId(),
    runId: text().notNull(),
    rowsDigest: text().notNull(),
    threshold: doublePrecision().notNull(),
    scores: bytea().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.runId] }),
    foreignKey({
      columns: [t.projectId, t.rowsDigest],
      foreignColumns: [evaluationRows.projectId, evaluationRows.digest],
    }),
  ],
);

export type RunRow = typeof runs.$inferSelect;
export type RunSliceRow = typeof runSlices.$inferSelect;
export type RunEvaluationRow = typeof runEvaluations.$inferSelect;
export type ExperimentRow = typeof experiments.$inferSelect;
