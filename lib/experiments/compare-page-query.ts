import "server-only";
import type { Context } from "@/lib/context";
import { metricMeaning } from "@/lib/metric-meaning";
import { diffAxes } from "./axes";
import { listCurveKeys } from "./compare-curves-query";
import { detailRange } from "./compare-detail";
import { type Evidence, pairedMetricsOf, pairWith } from "./compare-evidence";
import { loadEvidence } from "./compare-evidence-query";
import { type MetricFigure, metricRows } from "./compare-metrics";
import { type CompareRun, loadCompareRuns, loadRunHeads, type RunHead } from "./compare-query";
import { sliceMatrix } from "./compare-slices";
import { type CompareSlice, listSliceMetrics, loadCompareSlices, loadPinned } from "./compare-slices-query";
import { traceChanges } from "./compare-trace-query";
import { baselineFirst, type CompareState, maxCompared } from "./compare-url";
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
  const [{ compared, ...base }, pinned, curveKeys] = await Promise.all([
    known
      ? compareSlices(ctx, state, { runs: known, missing: [] }, metricOfKnown(known, state.metric))
      : compareSlices(ctx, state, loadCompareRuns(ctx, asked), loadMetricOfSlices(ctx, asked, state.metric)),
    state.slice && asked.length > 0 ? loadPinned(ctx, asked, state.slice) : null,
    listCurveKeys(ctx, asked),
  ]);
  const runs = base.runs.map((run): CompareRun => ({ ...run, pinned: pinned?.get(run.id) ?? null }));
  const about = { ...base, runs, leftOut: state.runs.slice(maxCompared), lostBaseline: lostBaseline(state, runs) };
  const [baseline, ...candidates] = runs;
  if (!baseline || !compared) return { ...about, comparison: null };
  const { evidence, deltas, metric } = compared;
  const isDetailed = (_: unknown, index: number) => whole || detailRange(state, candidates.length).includes(index);
  const curveKey = curveKeys.find(({ key }) => key === state.curve)?.key ?? curveKeys[0]?.key ?? null;
  const traced = candidates.filter(isDetailed);
  const changes = await traceChanges(ctx, metric, state.slice, baseline, traced, deltas.filter(isDetailed));
  const comparison = {
    ...compared,
    baseline,
    candidates,
    slice: state.slice,
    traces: candidates.map((run) => changes[traced.indexOf(run)] ?? null),
    metricRows: metricRows(
      runs.map((run) => ({ metrics: state.slice ? sliceFigures(run) : run.metrics })),
      candidates.map((run, index) =>
        isDetailed(run, index) ? pairedMetricsOf(evidence, run.id, state.slice, fairnessAttributes(baseline)) : null,
      ),
    ),
    matrix: sliceMatrix(deltas),
    curves: curveKey === null ? null : { key: curveKey, keys: curveKeys },
  };
  return { ...about, comparison };
}

/** What moved between the runs of an address and how each slice changed, without overall figures; nothing to compare is null. */
export async function loadSliceComparison(ctx: Context, state: CompareState) {
  const asked = state.runs.slice(0, maxCompared);
  return compareSlices(ctx, state, loadRunHeads(ctx, asked), loadMetricOfSlices(ctx, asked, state.metric));
}

const lostBaseline = ({ baseline }: CompareState, runs: readonly CompareRun[]) =>
  baseline !== null && !runs.some((run) => run.id === baseline) ? baseline : null;

/** Axes and slices of every candidate against the baseline, which comes first among the runs. */
async function compareSlices<Head extends RunHead>(
  ctx: Context,
  state: CompareState,
  loading: Promise<Found<Head>> | Found<Head>,
  slicing: Promise<MetricOfSlices> | MetricOfSlices,
) {
  const [{ runs: heads, missing }, { metric, metrics, slices }] = await Promise.all([loading, slicing]);
  const found = heads.map((run) => ({ ...run, slices: slices.get(run.id) ?? [] }));
  const runs = baselineFirst(found, state.baseline);
  const [baseline, ...candidates] = runs;
  if (!baseline || candidates.length === 0) return { runs, missing, compared: null };
  const evidence = await loadEvidence(
    ctx,
    baseline.id,
    candidates.map((run) => run.id),
  );
  const deltas = candidates.map((run) => deltasOf(metric, baseline, run, evidence));
  const diffs = candidates.map((run) => diffAxes(baseline.axes, run.axes));
  return { runs, missing, compared: { metric, metrics, evidence, diffs, deltas } };
}

type Found<Run> = { runs: Run[]; missing: string[] };
type MetricOfSlices = { metric: string; metrics: string[]; slices: ReadonlyMap<string, readonly CompareSlice[]> };

/** The same of runs whose slices have been read with all their metrics. */
function metricOfKnown(known: readonly CompareRun[], asked: string): MetricOfSlices {
  const keys = new Set(known.flatMap((run) => run.slices.flatMap((slice) => Object.keys(slice.metrics))));
  const metrics = sliceMetrics([...keys]);
  const metric = metrics.includes(asked) ? asked : (metrics[0] ?? asked);
  return { metric, metrics, slices: new Map(known.map((run) => [run.id, run.slices])) };
}

/** The slices with the metric that was asked for, read at once with the names of all; with another where none carries it. */
async function loadMetricOfSlices(ctx: Context, ids: readonly string[], asked: string): Promise<MetricOfSlices> {
  if (ids.length === 0) return { metric: asked, metrics: [], slices: new Map() };
  const [keys, slices] = await Promise.all([listSliceMetrics(ctx, ids), loadCompareSlices(ctx, ids, asked)]);
  const metrics = sliceMetrics(keys);
  const metric = metrics.includes(asked) ? asked : (metrics[0] ?? asked);
  return { metric, metrics, slices: metric === asked ? slices : await loadCompareSlices(ctx, ids, metric) };
}

/** Attributes over whose groups a run recorded differences: "sex" of "equalized_odds_difference:sex". */
const fairnessAttributes = ({ metrics }: CompareRun): string[] => [
  ...new Set(Object.keys(metrics).flatMap((key) => /^[a-z_]+_difference:(.+)$/.exec(key)?.[1] ?? [])),
];

const firstMetrics = [
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

/** Metrics of slices in reading order. */
const sliceMetrics = (keys: readonly string[]): string[] => [
  ...firstMetrics.filter((key) => keys.includes(key)),
  ...keys.filter((key) => !firstMetrics.includes(key) && key !== "base_rate").sort(),
];

type Sliced = Pick<CompareRun, "id" | "slices" | "evalDatasetDigest">;

const deltasOf = (metric: string, baseline: Sliced, run: Sliced, evidence: Evidence | null): SliceDelta[] =>
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

/** Metrics of one run on the pinned slice, as figures. */
const sliceFigures = ({ pinned }: CompareRun): Record<string, MetricFigure> =>
  Object.fromEntries(
    Object.entries(pinned?.metrics ?? {}).map(([key, figure]) => {
      const [low, high] = pinned?.intervals[key] ?? [null, null];
      return [key, { value: figure, raw: null, low, high, n: pinned?.n ?? null }];
    }),
  );
