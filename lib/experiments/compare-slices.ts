import type { SliceDelta } from "./slice-deltas";

/** One slice across candidates; `cells[i]` belongs to candidate i, null when neither it nor the baseline has the slice. */
export type SliceRow = {
  dimension: string;
  value: string;
  n: number;
  /** Rows the metric is taken over: the smallest of the candidates'. */
  denominator: number | null;
  cells: (SliceDelta | null)[];
  /** No candidate has enough rows here to be judged. */
  isSmall: boolean;
};

const isJudged = (delta: SliceDelta | null) =>
  delta !== null && delta.verdict !== "too_small" && delta.verdict !== "missing";

/** Slices by the worst change of any candidate; those too small to judge last, in the same order. */
export function sliceMatrix(perCandidate: readonly (readonly SliceDelta[])[]): SliceRow[] {
  const rows: SliceRow[] = [];
  // By dimension, then value: a joined key for each of thousands of cells would cost more than all the rest.
  const places = new Map<string, Map<string, SliceRow>>();
  perCandidate.forEach((deltas, candidate) => {
    for (const delta of deltas) {
      const { dimension, value } = delta;
      const ofDimension = places.get(dimension) ?? new Map<string, SliceRow>();
      if (ofDimension.size === 0) places.set(dimension, ofDimension);
      let row = ofDimension.get(value);
      if (!row) {
        row = { dimension, value, n: 0, denominator: null, cells: perCandidate.map(() => null), isSmall: true };
        ofDimension.set(value, row);
        rows.push(row);
      }
      row.cells[candidate] = delta;
      row.n = Math.max(row.n, delta.n);
      if (delta.denominator !== null)
        row.denominator = Math.min(row.denominator ?? delta.denominator, delta.denominator);
      if (isJudged(delta)) row.isSmall = false;
    }
  });
  return rows
    .map((row) => ({ row, worst: worst(row) }))
    .sort(
      (a, b) => Number(a.row.isSmall) - Number(b.row.isSmall) || descending(a.worst, b.worst) || byName(a.row, b.row),
    )
    .map(({ row }) => row);
}

/** Larger first; two rows that nothing is known of are equal, where a difference of infinities would be none. */
const descending = (a: number, b: number): number => (a === b ? 0 : b > a ? 1 : -1);
const inOrder = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const byName = (a: SliceRow, b: SliceRow): number => inOrder(a.dimension, b.dimension) || inOrder(a.value, b.value);

/** The largest worsening of a row, over judged cells when there are any. */
function worst({ cells, isSmall }: SliceRow): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const delta of cells)
    if (delta?.worsening != null && (isSmall || isJudged(delta))) largest = Math.max(largest, delta.worsening);
  return largest;
}

export type SliceCounts = {
  worse: number;
  better: number;
  changed: number;
  unclear: number;
  untested: number;
  small: number;
  missing: number;
  total: number;
};

/** How many slices of one candidate fell into each verdict. */
export function countVerdicts(deltas: readonly SliceDelta[]): SliceCounts {
  const of = (verdict: SliceDelta["verdict"]) => deltas.filter((delta) => delta.verdict === verdict).length;
  return {
    worse: of("worse"),
    better: of("better"),
    changed: of("changed"),
    unclear: of("unclear"),
    untested: of("untested"),
    small: of("too_small"),
    missing: of("missing"),
    total: deltas.length,
  };
}
