import type { AxisDetails, RunError, RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { DatasetInput } from "./ingest/log-inputs";
import { metricSupport, parseIntervalKey } from "./metric-support";
import type { SliceRecord } from "./record-evaluation";
import type { Params, RunRecord } from "./run-record";
import { parseSignature } from "./signature";

type Owned = "projectId" | "runId";
type DatedMetric = Pick<RunMetricRow, "step" | "at" | "points">;
/** `step`, `at` and `points` only where the producer says them: see `isDated`. */
export type DraftMetric = Omit<RunMetricRow, Owned | keyof DatedMetric> & Partial<DatedMetric>;
export type DraftSlice = Omit<RunSliceRow, Owned>;
export type DraftPoint = { key: string; step: number; value: number | null; at?: number };
export type DraftArtifact = {
  path: string;
  sizeBytes: number | null;
  sha256: string | null;
};
type DraftRow = Omit<
  RunRow,
  | "projectId"
  | "experimentId"
  | "contentDigest"
  | "importedAt"
  | "archivedAt"
  | "ownerUserId"
  | "hasPredictions"
  | "source"
  | "reportedUser"
  | "artifactUri"
  | "metricMarks"
  | "metricsPacked"
> &
  Partial<Pick<RunRow, "reportedUser" | "artifactUri" | "metricMarks">>;

/** A run as it will be stored, before it has a project. */
export type RunDraft = {
  experiment: { name: string; family: string | null; useCase: string | null };
  run: DraftRow;
  metrics: DraftMetric[];
  points: DraftPoint[];
  slices: DraftSlice[];
  artifacts: DraftArtifact[];
  evaluation: Omit<RunEvaluationRow, Owned>;
  /** Datasets that a client said the run read; absent when the record has no such thing. Then its metrics and points have times too. */
  inputs?: DatasetInput[];
};

/** Whether metrics and points of a draft say at which step and time they were logged. */
export const isDated = (draft: RunDraft): boolean => draft.inputs !== undefined;

const numbersOf = (entry: Record<string, unknown>, except: ReadonlySet<string>): Record<string, number | null> => {
  const numbers: Record<string, number | null> = {};
  for (const key of Object.keys(entry).sort()) {
    const value = entry[key];
    if (!except.has(key) && key.length <= 250 && (typeof value === "number" || value === null)) numbers[key] = value;
  }
  return numbers;
};

const compact = <T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

/** Value of the hyperparameters axis: equal digest means the same estimator with the same parameters. */
export function hyperparametersDigest(algorithm: string | null, params: Params): string | null {
  if (algorithm === null && Object.keys(params).length === 0) return null;
  return canonicalDigest({ algorithm, params });
}

function axisDetails(record: RunRecord): AxisDetails {
  const { code, dataset, runtime_image: image } = record;
  const details: AxisDetails = {};
  const codeParts = compact({
    message: code?.message,
    repository: code?.repository,
    entryPoint: code?.entry_point,
  });
  if (Object.keys(codeParts).length > 0) details.code = codeParts;
  const dataParts = compact({
    trainName: dataset?.train_snapshot_name,
    evalName: dataset?.eval_snapshot_name,
    label: dataset?.label,
    positiveLabel: dataset?.positive_label,
  });
  if (Object.keys(dataParts).length > 0) details.dataset = dataParts;
  if (image) details.runtime = Object.fromEntries(Object.entries(image).filter(([key]) => key !== "digest"));
  if (record.seed != null) details.seed = record.seed;
  return details;
}

function draftMetrics(record: RunRecord): DraftMetric[] {
  const sent = record.metrics ?? {};
  const found = new Map(
    Object.entries(record.metrics_ci95 ?? {}).flatMap(([key, pair]) => {
      const named = parseIntervalKey(key, (metric) => metric in sent);
      return pair && named ? [[named.metric, { pair, method: named.method }] as const] : [];
    }),
  );
  const support = {
    rows: record.rows ?? {},
    confusion: record.confusion_matrix ?? null,
    latencyCalls: record.latency_measurement?.calls ?? null,
  };
  return Object.keys(sent)
    .sort()
    .map((key) => {
      const interval = found.get(key);
      const { value, raw } = sent[key] ?? { value: null, raw: null };
      return {
        key,
        value,
        raw,
        ciLow: interval?.pair[0] ?? null,
        ciHigh: interval?.pair[1] ?? null,
        ciMethod: interval?.method ?? null,
        n: metricSupport(key, support),
      };
    });
}

function draftPoints(record: RunRecord): DraftPoint[] {
  const series = new Map<string, Map<number, number | null>>();
  for (const point of record.learning_curve ?? []) {
    for (const key in point) {
      const value = point[key];
      if (key === "step" || key.length > 250 || (typeof value !== "number" && value !== null)) continue;
      const values = series.get(key) ?? new Map<number, number | null>();
      series.set(key, values.set(point.step, value));
    }
  }
  return [...series.keys()].sort().flatMap((key) => {
    const values = [...(series.get(key) ?? [])].sort(([a], [b]) => a - b);
    return values.map(([step, value]) => ({ key, step, value }));
  });
}

const notSliceMetrics = new Set(["n", "positives"]);

/** A slice of a record as it is stored. */
export function draftSlice(slice: SliceRecord): DraftSlice {
  const pairs = Object.entries({
    ...slice.metrics_ci95,
    ...slice.ci95_wilson,
  }).filter((entry): entry is [string, [number, number]] => entry[1] !== null);
  return {
    dimension: slice.dimension,
    value: slice.value,
    n: slice.n,
    positives: slice.positives ?? null,
    metrics: numbersOf(slice, notSliceMetrics),
    intervals: Object.fromEntries(pairs),
    confusion: slice.confusion ?? null,
  };
}

function draftError(record: RunRecord): RunError | null {
  const { error } = record;
  if (!error) return null;
  const tail = error.traceback_tail;
  return {
    type: error.type ?? "Error",
    message: error.message,
    ...(tail && tail.length > 0 ? { tracebackTail: tail } : {}),
  };
}

/** Milliseconds a producer's clock may run ahead before the run page says so. */
const tolerated = 3_600_000;

function draftEvaluation(record: RunRecord, now: Date): RunDraft["evaluation"] {
  const { signature, problem } = parseSignature(record.model_signature);
  const importances = (record.feature_importance?.items ?? []).flatMap(({ feature, mean, std }) =>
    mean === null ? [] : [{ feature, mean, ...(std == null ? {} : { std }) }],
  );
  const ahead = record.start_time.getTime() - now.getTime();
  const skew =
    ahead > tolerated
      ? [`start_time ${record.start_time.toISOString()} was ahead of the server's clock when the run came in.`]
      : [];
  return {
    confusion: record.confusion_matrix ?? null,
    calibration: record.calibration_curve?.length
      ? record.calibration_curve.map((b) => ({
          lo: b.lo,
          hi: b.hi,
          n: b.n,
          meanPredicted: b.mean_predicted,
          fractionPositive: b.fraction_positive,
        }))
      : null,
    fairness:
      record.fairness && Object.keys(record.fairness).length > 0
        ? Object.fromEntries(
            Object.entries(record.fairness).map(([attribute, all]) => [attribute, numbersOf(all, new Set())]),
          )
        : null,
    importances:
      importances.length > 0
        ? {
            method: record.feature_importance?.method ?? "not stated",
            items: importances,
          }
        : null,
    signature,
    signatureProblem: problem,
    warnings: [...(record.warnings ?? []), ...skew],
  };
}

/** The rows of a run as its record says them. `now` only judges whether the producer's clock ran ahead. */
export function draftRun(record: RunRecord, now: Date): RunDraft {
  const params = (record.params ?? {}) as Params;
  const metrics = draftMetrics(record);
  const slices = (record.slices ?? []).map(draftSlice);
  const end = record.end_time ?? null;
  const rule = record.threshold_rule ?? (typeof params.threshold_rule === "string" ? params.threshold_rule : null);
  return {
    experiment: {
      name: record.experiment,
      family: record.experiment_family,
      useCase: record.use_case,
    },
    run: {
      id: record.run_id,
      name: record.run_name ?? record.run_id,
      intent: record.intent,
      algorithm: record.algorithm,
      status: record.status,
      ownerName: record.owner,
      startedAt: record.start_time,
      endedAt: end,
      durationSeconds: record.duration_seconds ?? (end ? (end.getTime() - record.start_time.getTime()) / 1000 : null),
      error: draftError(record),
      codeCommit: record.code?.commit ?? null,
      datasetSnapshot: record.dataset?.train_snapshot_id ?? null,
      featureDefinitions: record.feature_version,
      hyperparameters: hyperparametersDigest(record.algorithm, params),
      runtimeImage: typeof record.runtime_image?.digest === "string" ? record.runtime_image.digest : null,
      seedPolicy: record.seed_policy,
      axisDetails: axisDetails(record),
      evalDatasetDigest: record.dataset?.eval_snapshot_id ?? null,
      threshold: record.threshold ?? null,
      thresholdRule: rule,
      evalRows: record.rows?.test ?? null,
      params,
      metrics: Object.fromEntries(metrics.map((m) => [m.key, m.value])),
      tags: record.tags ?? {},
      sliceCount: slices.length,
    },
    metrics,
    points: draftPoints(record),
    slices: slices.sort((a, b) =>
      a.dimension < b.dimension ? -1 : a.dimension > b.dimension ? 1 : a.value < b.value ? -1 : 1,
    ),
    artifacts: (record.artifacts ?? []).map((a) => ({
      path: a.path,
      sizeBytes: a.size_bytes ?? null,
      sha256: a.sha256 ?? null,
    })),
    evaluation: draftEvaluation(record, now),
  };
}
