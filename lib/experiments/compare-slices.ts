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

const keyOf = (delta: SliceDelta) => `${delta.dimension}\u0000${delta.value}`;
const isJudged = (delta: SliceDelta | null) =>
  delta !== null && delta.verdict !== "too_small" && delta.verdict !== "missing";

/** Slices by the worst change of any candidate; those too small to judge last, in the same order. */
export function sliceMatrix(perCandidate: readonly (readonly SliceDelta[])[]): SliceRow[] {
  const cells = new Map<string, (SliceDelta | null)[]>();
  perCandidate.forEach((deltas, candidate) => {
    for (const delta of deltas) {
      const row = cells.get(keyOf(delta)) ?? perCandidate.map(() => null);
      row[candidate] = delta;
      cells.set(keyOf(delta), row);
    }
  });
  return [...cells.values()]
    .map((row) => {
      const present = row.filter((delta) => delta !== null);
      const denominators = present.flatMap((delta) => (delta.denominator === null ? [] : [delta.denominator]));
      return {
        dimension: present[0]?.dimension ?? "",
        value: present[0]?.value ?? "",
        n: Math.max(...present.map((delta) => delta.n)),
        denominator: denominators.length > 0 ? Math.min(...denominators) : null,
        cells: row,
        isSmall: !row.some(isJudged),
      };
    })
    .sort(
      (a, b) =>
        Number(a.isSmall) - Number(b.isSmall) ||
        worst(b) - worst(a) ||
        (a.dimension + a.value < b.dimension + b.value ? -1 : 1),
    );
}

/** The largest worsening of a row, over judged cells when there are any. */
function worst(row: Pick<SliceRow, "cells" | "isSmall">): number {
  const counted = row.isSmall ? row.cells : row.cells.filter(isJudged);
  return Math.max(...counted.map((delta) => delta?.worsening ?? Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY);
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
