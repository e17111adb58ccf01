import "server-only";
import type { Columns } from "./bulk-insert";
import type { DraftArtifact, DraftMetric, DraftPoint, DraftSlice, RunDraft } from "./run-draft";

export type Owner = { userId: string | null; name: string | null };
export type NewRun = {
  projectId: number;
  experimentId: string;
  owner: Owner;
  draft: RunDraft;
  digest: string;
  importedAt: Date;
  /** The import it came with, as the audit log names it. */
  importId: string;
};
type Of<T> = T & { projectId: number; runId: string };

const owned = {
  project_id: ["int4", (r: Of<unknown>) => r.projectId],
  run_id: ["text", (r: Of<unknown>) => r.runId],
} as const;

export const runColumns: Columns<NewRun> = {
  project_id: ["int4", (r) => r.projectId],
  id: ["text", (r) => r.draft.run.id],
  experiment_id: ["text", (r) => r.experimentId],
  name: ["text", (r) => r.draft.run.name],
  intent: ["text", (r) => r.draft.run.intent],
  algorithm: ["text", (r) => r.draft.run.algorithm],
  status: ["text", (r) => r.draft.run.status],
  owner_user_id: ["text", (r) => r.owner.userId],
  owner_name: ["text", (r) => r.owner.name],
  reported_user: ["text", (r) => r.draft.run.reportedUser],
  started_at: ["timestamptz", (r) => r.draft.run.startedAt],
  ended_at: ["timestamptz", (r) => r.draft.run.endedAt],
  duration_seconds: ["float8", (r) => r.draft.run.durationSeconds],
  error: ["jsonb", (r) => r.draft.run.error],
  code_commit: ["text", (r) => r.draft.run.codeCommit],
  dataset_snapshot: ["text", (r) => r.draft.run.datasetSnapshot],
  feature_definitions: ["text", (r) => r.draft.run.featureDefinitions],
  hyperparameters: ["text", (r) => r.draft.run.hyperparameters],
  runtime_image: ["text", (r) => r.draft.run.runtimeImage],
  seed_policy: ["text", (r) => r.draft.run.seedPolicy],
  axis_details: ["jsonb", (r) => r.draft.run.axisDetails],
  eval_dataset_digest: ["text", (r) => r.draft.run.evalDatasetDigest],
  threshold: ["float8", (r) => r.draft.run.threshold],
  threshold_rule: ["text", (r) => r.draft.run.thresholdRule],
  eval_rows: ["int4", (r) => r.draft.run.evalRows],
  params: ["jsonb", (r) => r.draft.run.params],
  metrics: ["jsonb", (r) => r.draft.run.metrics],
  metric_marks: ["jsonb", (r) => r.draft.run.metricMarks],
  tags: ["jsonb", (r) => r.draft.run.tags],
  slice_count: ["int4", (r) => r.draft.run.sliceCount],
  source: ["text", (r) => `import:${r.importId}`],
  artifact_uri: ["text", (r) => r.draft.run.artifactUri],
  content_digest: ["text", (r) => r.digest],
  imported_at: ["timestamptz", (r) => r.importedAt],
};

export const metricColumns: Columns<Of<DraftMetric>> = {
  ...owned,
  key: ["text", (m) => m.key],
  value: ["float8", (m) => m.value],
  raw: ["text", (m) => m.raw],
  ci_low: ["float8", (m) => m.ciLow],
  ci_high: ["float8", (m) => m.ciHigh],
  ci_method: ["text", (m) => m.ciMethod],
  n: ["int4", (m) => m.n],
};

export const pointColumns: Columns<Of<DraftPoint>> = {
  ...owned,
  key: ["text", (p) => p.key],
  step: ["int8", (p) => p.step],
  value: ["float8", (p) => p.value ?? Number.NaN],
};

/** Of metrics and points that say when they were logged. */
export const datedMetricColumns: Columns<Of<DraftMetric>> = {
  ...metricColumns,
  step: ["int8", (m) => m.step ?? 0],
  at: ["int8", (m) => m.at ?? 0],
  points: ["int8", (m) => m.points ?? 0],
};
export const datedPointColumns: Columns<Of<DraftPoint>> = { ...pointColumns, at: ["int8", (p) => p.at ?? 0] };

export const sliceColumns: Columns<Of<DraftSlice>> = {
  ...owned,
  dimension: ["text", (s) => s.dimension],
  value: ["text", (s) => s.value],
  n: ["int4", (s) => s.n],
  positives: ["int4", (s) => s.positives],
  metrics: ["jsonb", (s) => s.metrics],
  intervals: ["jsonb", (s) => s.intervals],
  confusion: ["jsonb", (s) => s.confusion],
};

export const artifactColumns: Columns<Of<DraftArtifact>> = {
  ...owned,
  path: ["text", (a) => a.path],
  size_bytes: ["float8", (a) => a.sizeBytes],
  sha256: ["text", (a) => a.sha256],
};

export const evaluationColumns: Columns<Of<RunDraft["evaluation"]>> = {
  ...owned,
  confusion: ["jsonb", (e) => e.confusion],
  calibration: ["jsonb", (e) => e.calibration],
  fairness: ["jsonb", (e) => e.fairness],
  importances: ["jsonb", (e) => e.importances],
  signature: ["jsonb", (e) => e.signature],
  signature_problem: ["text", (e) => e.signatureProblem],
  warnings: ["jsonb", (e) => e.warnings],
};
