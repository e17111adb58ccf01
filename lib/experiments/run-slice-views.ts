import type { RunSliceRow } from "@/db/schema/experiments";
import { metricMeaning } from "@/lib/metric-meaning";
import type { SliceDelta, SliceVerdict } from "./slice-deltas";

/** One slice of a run on one metric, with its comparison to the baseline when there is one. */
export type SliceView = {
  dimension: string;
  value: string;
  n: number;
  /** Cases behind the metric: positives for recall, else rows. */
  support: number | null;
  figure: number | null;
  low: number | null;
  high: number | null;
  baseline: number | null;
  delta: number | null;
  verdict: SliceVerdict | null;
  qValue: number | null;
  why: string | null;
  isSmall: boolean;
};

/** Fewest cases behind a metric for a slice to be judged. */
const smallest = 50;
const overPositives = new Set(["recall", "tpr"]);
const overNegatives = new Set(["fpr", "specificity"]);

function supportOf(slice: RunSliceRow, metric: string): number | null {
  if (overPositives.has(metric)) return slice.positives;
  if (overNegatives.has(metric)) return slice.positives === null ? null : slice.n - slice.positives;
  return slice.n;
}

/** Metrics that the slices of a run carry, in reading order. */
export function sliceMetricKeys(slices: readonly RunSliceRow[]): string[] {
  const order = ["recall", "accuracy", "precision", "selection_rate", "fpr", "roc_auc", "log_loss", "ece"];
  const keys = new Set(slices.flatMap((slice) => Object.keys(slice.metrics)));
  const listed = order.filter((key) => keys.has(key));
  return listed.length > 0 ? listed : [...keys].sort();
}

/** Slices on one metric, worst first: by change against the baseline when compared, else by value; small ones last. */
export function sliceViews(
  slices: readonly RunSliceRow[],
  metric: string,
  deltas: readonly SliceDelta[] | null,
): SliceView[] {
  const byName = new Map(deltas?.map((delta) => [`${delta.dimension}\u0000${delta.value}`, delta]));
  const { better } = metricMeaning(metric);
  const views = slices.map((slice): SliceView => {
    const delta = byName.get(`${slice.dimension}\u0000${slice.value}`);
    const support = delta?.denominator ?? supportOf(slice, metric);
    const [low, high] = slice.intervals[metric] ?? [null, null];
    return {
      dimension: slice.dimension,
      value: slice.value,
      n: slice.n,
      support,
      figure: slice.metrics[metric] ?? null,
      low,
      high,
      baseline: delta?.baseline ?? null,
      delta: delta?.delta ?? null,
      verdict: delta?.verdict ?? null,
      qValue: delta?.qValue ?? null,
      why: delta?.why ?? null,
      isSmall: (support ?? slice.n) < smallest,
    };
  });
  const badness = (view: SliceView): number => {
    const worsening = byName.get(`${view.dimension}\u0000${view.value}`)?.worsening;
    if (deltas) return worsening ?? Number.NEGATIVE_INFINITY;
    if (view.figure === null) return Number.NEGATIVE_INFINITY;
    return better === "lower" ? view.figure : -view.figure;
  };
  const rank = new Map(views.map((view) => [view, badness(view)]));
  return views.sort((a, b) => Number(a.isSmall) - Number(b.isSmall) || (rank.get(b) ?? 0) - (rank.get(a) ?? 0));
}
