import "server-only";
import type { Context } from "@/lib/context";
import { metricMeaning } from "@/lib/metric-meaning";
import { diffAxes } from "./axes";
import { listCurveKeys } from "./compare-curves-query";
import { detailRange } from "./compare-detail";
import { type Evidence, pairedMetricsOf, pairWith } from "./compare-evidence";
import { loadEvidence } from "./compare-evidence-query";
import { type MetricFigure, metricRows } from "./compare-metrics";
import { type CompareRun, loadCompareRuns } from "./compare-query";
import { sliceMatrix } from "./compare-slices";
import { traceChanges } from "./compare-trace-query";
import { baselineFirst, type CompareState, maxCompared, type SliceRef } from "./compare-url";
import { type SliceDelta, sliceDeltas } from "./slice-deltas";

export type ComparePage = Awaited<ReturnType<typeof loadComparePage>>;
export type Comparison = NonNullable<ComparePage["comparison"]>;

/**
 * Everything the comparison page shows. Ids that are not runs of this project are named, the rest is compared. Of many candidates
 * only those in detail are traced and paired metric by metric, unless the whole is asked for; slices are tested of all. `known` are the
 * runs asked for where they have been read already.
 */
export async function loadComparePage(
  ctx: Context,
  state: CompareState,
  { whole = false, known }: { whole?: boolean; known?: CompareRun[] } = {},
) {
  const asked = state.runs.slice(0, maxCompared);
  const { runs: found, missing } = known ? { runs: known, missing: [] } : await loadCompareRuns(ctx, asked);
  const runs = baselineFirst(found, state.baseline);
  const base = { runs, missing, leftOut: state.runs.slice(maxCompared), lostBaseline: lostBaseline(state, runs) };
  const [baseline, ...candidates] = runs;
  if (!baseline || candidates.length === 0) return { ...base, comparison: null };
  return { ...base, comparison: await compare(ctx, state, baseline, candidates, whole) };
}

const lostBaseline = ({ baseline }: CompareState, runs: readonly CompareRun[]) =>
  baseline !== null && !runs.some((run) => run.id === baseline) ? baseline : null;

async function compare(
  ctx: Context,
  state: CompareState,
  baseline: CompareRun,
  candidates: CompareRun[],
  whole: boolean,
) {
  const isDetailed = (_: unknown, index: number) => whole || detailRange(state, candidates.length).includes(index);
  const ids = candidates.map((run) => run.id);
  const [evidence, curveKeys] = await Promise.all([
    loadEvidence(ctx, baseline.id, ids),
    listCurveKeys(ctx, [baseline.id, ...ids]),
  ]);
  const metrics = sliceMetrics([baseline, ...candidates]);
  const metric = metrics.includes(state.metric) ? state.metric : (metrics[0] ?? state.metric);
  const deltas = candidates.map((run) => deltasOf(metric, baseline, run, evidence));
  const curveKey = curveKeys.find(({ key }) => key === state.curve)?.key ?? curveKeys[0]?.key ?? null;
  const traced = candidates.filter(isDetailed);
  const found = await traceChanges(ctx, metric, state.slice, baseline, traced, deltas.filter(isDetailed));
  const traces = candidates.map((run) => found[traced.indexOf(run)] ?? null);
  return {
    baseline,
    candidates,
    metric,
    metrics,
    evidence,
    slice: state.slice,
    diffs: candidates.map((run) => diffAxes(baseline.axes, run.axes)),
    traces,
    metricRows: metricRows(
      [baseline, ...candidates].map((run) => ({ metrics: state.slice ? sliceFigures(run, state.slice) : run.metrics })),
      ids.map((id, index) =>
        isDetailed(id, index) ? pairedMetricsOf(evidence, id, state.slice, fairnessAttributes(baseline)) : null,
      ),
    ),
    deltas,
    matrix: sliceMatrix(deltas),
    curves: curveKey === null ? null : { key: curveKey, keys: curveKeys },
  };
}

/** Attributes over whose groups a run recorded differences: "sex" of "equalized_odds_difference:sex". */
const fairnessAttributes = ({ metrics }: CompareRun): string[] => [
  ...new Set(Object.keys(metrics).flatMap((key) => /^[a-z_]+_difference:(.+)$/.exec(key)?.[1] ?? [])),
];

/** Metrics that slices of these runs carry, in reading order. */
function sliceMetrics(runs: readonly CompareRun[]): string[] {
  const order = [
    "recall",
    "accuracy",
    "precision",
    "selection_rate",
    "fpr",
    "f1",
    "roc_auc",
    "log_loss",
    "brier",
    "ece",
  ];
  const keys = new Set(runs.flatMap((run) => run.slices.flatMap((slice) => Object.keys(slice.metrics))));
  return [
    ...order.filter((key) => keys.has(key)),
    ...[...keys].filter((key) => !order.includes(key) && key !== "base_rate").sort(),
  ];
}

const deltasOf = (metric: string, baseline: CompareRun, run: CompareRun, evidence: Evidence | null): SliceDelta[] =>
  sliceDeltas({
    metric,
    better: metricMeaning(metric).better,
    baseline: baseline.slices,
    candidate: run.slices,
    paired: pairWith(evidence, run.id),
    sameEvaluation:
      evidence?.candidates.has(run.id) ||
      (baseline.evalDatasetDigest !== null && baseline.evalDatasetDigest === run.evalDatasetDigest),
  });

/** Metrics of one run on one slice, as figures. */
function sliceFigures(run: CompareRun, { dimension, value }: SliceRef): Record<string, MetricFigure> {
  const slice = run.slices.find((candidate) => candidate.dimension === dimension && candidate.value === value);
  return Object.fromEntries(
    Object.entries(slice?.metrics ?? {}).map(([key, figure]) => {
      const [low, high] = slice?.intervals[key] ?? [null, null];
      return [key, { value: figure, raw: null, low, high, n: slice?.n ?? null }];
    }),
  );
}
