import "server-only";
import type { Columns } from "./bulk-insert";
import type { DraftArtifact, DraftMetric, DraftPoint, DraftSlice, RunDraft } from "./run-draft";

export type Owner = { userId: string | null; name: string | null };
/** What a run has from the batch that brought it in. */
export type Placed = {
  experimentId: string;
  owner: Owner;
  importedAt: Date;
  /** The import it came with, as the audit log names it. */
  importId: string;
};
export type Drafted = { projectId: number; draft: RunDraft; digest: string };
type Owned = { projectId: number; runId: string };

export const owned: Columns<Owned> = {
  project_id: ["int4", (r) => r.projectId],
  run_id: ["text", (r) => r.runId],
};

export const draftedColumns: Columns<Drafted> = {
  project_id: ["int4", (r) => r.projectId],
  id: ["text", (r) => r.draft.run.id],
  name: ["text", (r) => r.draft.run.name],
  intent: ["text", (r) => r.draft.run.intent],
  algorithm: ["text", (r) => r.draft.run.algorithm],
  status: ["text", (r) => r.draft.run.status],
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
  artifact_uri: ["text", (r) => r.draft.run.artifactUri],
  content_digest: ["text", (r) => r.digest],
};

export const placedColumns: Columns<Placed> = {
  experiment_id: ["text", (r) => r.experimentId],
  owner_user_id: ["text", (r) => r.owner.userId],
  owner_name: ["text", (r) => r.owner.name],
  source: ["text", (r) => `import:${r.importId}`],
  imported_at: ["timestamptz", (r) => r.importedAt],
};

export const metricColumns: Columns<DraftMetric> = {
  key: ["text", (m) => m.key],
  value: ["float8", (m) => m.value],
  raw: ["text", (m) => m.raw],
  ci_low: ["float8", (m) => m.ciLow],
  ci_high: ["float8", (m) => m.ciHigh],
  ci_method: ["text", (m) => m.ciMethod],
  n: ["int4", (m) => m.n],
  step: ["int8", (m) => m.step ?? 0],
  at: ["int8", (m) => m.at ?? 0],
  points: ["int8", (m) => m.points ?? 0],
};

export const pointColumns: Columns<DraftPoint> = {
  key: ["text", (p) => p.key],
  step: ["int8", (p) => p.step],
  at: ["int8", (p) => p.at ?? 0],
  value: ["float8", (p) => p.value ?? Number.NaN],
};

export const sliceColumns: Columns<DraftSlice> = {
  dimension: ["text", (s) => s.dimension],
  value: ["text", (s) => s.value],
  n: ["int4", (s) => s.n],
  positives: ["int4", (s) => s.positives],
  metrics: ["jsonb", (s) => s.metrics],
  intervals: ["jsonb", (s) => s.intervals],
  confusion: ["jsonb", (s) => s.confusion],
};

export const artifactColumns: Columns<DraftArtifact> = {
  path: ["text", (a) => a.path],
  size_bytes: ["float8", (a) => a.sizeBytes],
  sha256: ["text", (a) => a.sha256],
};

export const evaluationColumns: Columns<RunDraft["evaluation"]> = {
  confusion: ["jsonb", (e) => e.confusion],
  calibration: ["jsonb", (e) => e.calibration],
  fairness: ["jsonb", (e) => e.fairness],
  importances: ["jsonb", (e) => e.importances],
  signature: ["jsonb", (e) => e.signature],
  signature_problem: ["text", (e) => e.signatureProblem],
  warnings: ["jsonb", (e) => e.warnings],
};
