import type { Comparison } from "./compare-page-query";
import { type CompareState, maxDetailed } from "./compare-url";

/** Indexes of the candidates in detail: all while they are few, else a window that stays within them. */
export function detailRange({ detail }: Pick<CompareState, "detail">, count: number): number[] {
  const start = count <= maxDetailed ? 0 : Math.min(detail, Math.floor((count - 1) / maxDetailed) * maxDetailed);
  return Array.from({ length: Math.min(maxDetailed, count - start) }, (_, index) => start + index);
}

/** A comparison with only the candidates of these indexes; its rows keep their order, which is by the worst of all candidates. */
export function detailOf(comparison: Comparison, indexes: readonly number[]): Comparison {
  const pick = <Item>(items: readonly Item[]): Item[] => items.filter((_, index) => indexes.includes(index));
  return {
    ...comparison,
    candidates: pick(comparison.candidates),
    diffs: pick(comparison.diffs),
    traces: pick(comparison.traces),
    deltas: pick(comparison.deltas),
    metricRows: comparison.metricRows.map((row) => ({ ...row, candidates: pick(row.candidates) })),
    matrix: comparison.matrix.map((row) => ({ ...row, cells: pick(row.cells) })),
  };
}
