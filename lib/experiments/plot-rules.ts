import type { Better } from "@/lib/format";

export type Candidate = { x: number | null; y: number | null };

/** Whether `a` is at least as good as `b`; without a direction only the same value is. */
const atLeast = (a: number, b: number, better: Better) =>
  better === "higher" ? a >= b : better === "lower" ? a <= b : a === b;

/**
 * Indexes of the candidates that no other beats: at least as good on both and better on one. Empty when a metric has no direction,
 * because then nothing is better than anything.
 */
export function paretoFront(candidates: readonly Candidate[], betterX: Better, betterY: Better): number[] {
  if (betterX === "none" || betterY === "none") return [];
  const placed = candidates.flatMap(({ x, y }, index) => (x === null || y === null ? [] : [{ x, y, index }]));
  const beats = (a: (typeof placed)[number], b: (typeof placed)[number]) =>
    atLeast(a.x, b.x, betterX) && atLeast(a.y, b.y, betterY) && (a.x !== b.x || a.y !== b.y);
  return placed
    .filter((own) => !placed.some((other) => beats(other, own)))
    .sort((a, b) => a.x - b.x)
    .map(({ index }) => index);
}

export type Box = {
  n: number;
  low: number;
  q1: number;
  median: number;
  q3: number;
  high: number;
  mean: number;
  sd: number | null;
};

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Five figures of a group with its mean and standard deviation, which two values or more have; null for none. */
export function boxOf(values: readonly number[]): Box | null {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return null;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    ...{ n, mean, low: sorted[0] ?? mean, high: sorted.at(-1) ?? mean },
    ...{ q1: quantile(sorted, 0.25), median: quantile(sorted, 0.5), q3: quantile(sorted, 0.75) },
    sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
  };
}

export type GroupedBox = Box & { group: string; members: number[] };

/** Boxes by the text of a group, in natural order of the texts; `members` are indexes of the values. */
export function boxesBy(values: readonly (number | null)[], groups: readonly (string | null)[]): GroupedBox[] {
  const members = new Map<string, number[]>();
  values.forEach((value, index) => {
    if (value === null) return;
    const group = groups[index] ?? "not set";
    members.set(group, [...(members.get(group) ?? []), index]);
  });
  return [...members]
    .flatMap(([group, indexes]) => {
      const box = boxOf(indexes.flatMap((index) => values[index] ?? []));
      return box ? [{ ...box, group, members: indexes }] : [];
    })
    .sort((a, b) => a.group.localeCompare(b.group, "en", { numeric: true }));
}
