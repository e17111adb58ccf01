import { type Domain, domainOf } from "@/components/charts/scale";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import type { CompareRun } from "@/lib/experiments/compare-query";
import type { SliceRow } from "@/lib/experiments/compare-slices";
import { metricMeaning } from "@/lib/metric-meaning";
import type { Interval, MatrixFigures } from "./slice-matrix-file";

const rates = new Set([
  "recall",
  "tpr",
  "accuracy",
  "precision",
  "selection_rate",
  "fpr",
  "f1",
  "roc_auc",
  "pr_auc",
  "ece",
  "brier",
]);

/** The recorded 95 % interval of a run's metric on a slice. */
function intervalOf(
  run: CompareRun | undefined,
  { dimension, value }: Pick<SliceRow, "dimension" | "value">,
  metric: string,
): Interval {
  return run?.slices.find((slice) => slice.dimension === dimension && slice.value === value)?.intervals[metric] ?? null;
}

/** One axis over all values and over the intervals of slices large enough to judge. */
function matrixDomain({ baseline, candidates, metric }: Comparison, rows: readonly SliceRow[]): Domain {
  const values = rows.flatMap((row) =>
    row.cells.flatMap((cell, index) => {
      if (!cell) return [];
      const ends = row.isSmall
        ? []
        : [intervalOf(baseline, row, metric), intervalOf(candidates[index], row, metric)].flatMap(
            (interval) => interval ?? [],
          );
      return [cell.baseline, cell.candidate, ...ends].filter((value) => value !== null);
    }),
  );
  const [low, high] = domainOf(values);
  return rates.has(metric) ? [Math.max(0, low), Math.min(1, high)] : [low, high];
}

/** What the delta matrix shows, in the table as in its files. */
export function matrixFigures(comparison: Comparison, rows: readonly SliceRow[]): MatrixFigures {
  const { baseline, candidates, metric } = comparison;
  return {
    metric,
    metricLabel: metricMeaning(metric).label,
    baseline: baseline.name,
    candidates: candidates.map((run) => run.name),
    domain: matrixDomain(comparison, rows),
    rows: rows.map((row) => ({
      ...{ dimension: row.dimension, value: row.value, n: row.n, denominator: row.denominator, isSmall: row.isSmall },
      cells: row.cells.map(
        (cell, index) =>
          cell && {
            from: cell.baseline,
            to: cell.candidate,
            fromInterval: intervalOf(baseline, row, metric),
            toInterval: intervalOf(candidates[index], row, metric),
            ...{ delta: cell.delta, interval: cell.interval, why: cell.why },
            q: cell.qValue,
            verdict: cell.verdict,
          },
      ),
    })),
  };
}
