import { kolmogorovUpperTail } from "./kolmogorov";

export type KolmogorovSmirnov = {
  statistic: number;
  /** Where the two distribution functions are furthest apart, and which is above there: 1 the first, -1 the second. */
  location: number;
  sign: 1 | -1;
  asymptoticP: number;
  /** Null above `exactLimit` products of sample sizes. */
  exactP: number | null;
};

/** Largest product of the two sample sizes for which the exact p-value is computed, as in R's ks.test. */
export const exactLimit = 10_000;

/** How many of the sorted values are <= x. */
function countUpTo(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** P(D >= d) over all orderings of two samples without ties, by counting lattice paths. */
function exactP(d: number, m: number, n: number): number {
  const allowed = (Math.round(d * m * n) - 0.5) / (m * n);
  const inside = new Float64Array(n + 1);
  for (let j = 0; j <= n; j += 1) inside[j] = j / n > allowed ? 0 : 1;
  for (let i = 1; i <= m; i += 1) {
    const weight = i / (i + n);
    inside[0] = i / m > allowed ? 0 : weight * (inside[0] ?? 0);
    for (let j = 1; j <= n; j += 1) {
      inside[j] = Math.abs(i / m - j / n) > allowed ? 0 : weight * (inside[j] ?? 0) + (inside[j - 1] ?? 0);
    }
  }
  return Math.min(1, Math.max(0, 1 - (inside[n] ?? 0)));
}

/** Two-sided two-sample Kolmogorov-Smirnov test; null when a sample is empty. Ties are treated as scipy does. */
export function ksTwoSample(x: readonly number[], y: readonly number[]): KolmogorovSmirnov | null {
  const m = x.length;
  const n = y.length;
  if (m === 0 || n === 0) return null;
  const first = [...x].sort((a, b) => a - b);
  const second = [...y].sort((a, b) => a - b);
  let above = { gap: Number.NEGATIVE_INFINITY, at: 0 };
  let below = { gap: Number.NEGATIVE_INFINITY, at: 0 };
  for (const at of [...first, ...second]) {
    const gap = countUpTo(first, at) / m - countUpTo(second, at) / n;
    if (gap > above.gap) above = { gap, at };
    if (-gap > below.gap) below = { gap: -gap, at };
  }
  const [side, sign] = below.gap > above.gap ? ([below, -1] as const) : ([above, 1] as const);
  const statistic = Math.min(1, Math.max(0, side.gap));
  return {
    statistic,
    location: side.at,
    sign,
    asymptoticP: statistic === 0 ? 1 : kolmogorovUpperTail(Math.round((m * n) / (m + n)), statistic),
    exactP: m * n > exactLimit ? null : statistic === 0 ? 1 : exactP(statistic, m, n),
  };
}
