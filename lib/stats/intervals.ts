import { normalCritical } from "./distributions";

/** Lower and upper limit. */
export type Interval = readonly [number, number];

const isCount = (successes: number, n: number): boolean => n > 0 && successes >= 0 && successes <= n;

/** Wilson score interval of `successes` out of `n`; null when n is 0. Wilson 1927. */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): Interval | null {
  if (!isCount(successes, n)) return null;
  const z = normalCritical(confidence);
  const p = successes / n;
  const denominator = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / denominator;
  const half = (z / denominator) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [successes === 0 ? 0 : Math.max(0, centre - half), successes === n ? 1 : Math.min(1, centre + half)];
}

/** Wilson interval with continuity correction; null when n is 0. Newcombe 1998, method 4. */
export function wilsonIntervalCorrected(successes: number, n: number, confidence = 0.95): Interval | null {
  if (!isCount(successes, n)) return null;
  const z = normalCritical(confidence);
  const p = successes / n;
  const q = 1 - p;
  const denominator = 2 * (n + z * z);
  const low = (2 * n * p + z * z - 1 - z * Math.sqrt(z * z - 2 - 1 / n + 4 * p * (n * q + 1))) / denominator;
  const high = (2 * n * p + z * z + 1 + z * Math.sqrt(z * z + 2 - 1 / n + 4 * p * (n * q - 1))) / denominator;
  return [successes === 0 ? 0 : Math.max(0, low), successes === n ? 1 : Math.min(1, high)];
}

/** Interval of p1 - p2 for two independent groups; null when one is empty. Newcombe 1998, hybrid score (method 10). */
export function newcombeDifference(k1: number, n1: number, k2: number, n2: number, confidence = 0.95): Interval | null {
  const first = wilsonInterval(k1, n1, confidence);
  const second = wilsonInterval(k2, n2, confidence);
  if (!first || !second) return null;
  const p1 = k1 / n1;
  const p2 = k2 / n2;
  return [
    Math.max(-1, p1 - p2 - Math.hypot(p1 - first[0], second[1] - p2)),
    Math.min(1, p1 - p2 + Math.hypot(first[1] - p1, p2 - second[0])),
  ];
}

/**
 * Interval of the difference of two proportions measured on the same `n` rows, where `gained` rows are a success only the
 * second time and `lost` only the first time; null when n is 0. Bonett and Price 2012, adjusted Wald.
 */
export function pairedDifference(gained: number, lost: number, n: number, confidence = 0.95): Interval | null {
  if (!isCount(gained + lost, n)) return null;
  const z = normalCritical(confidence);
  const up = (gained + 1) / (n + 2);
  const down = (lost + 1) / (n + 2);
  const difference = up - down;
  const half = z * Math.sqrt((up + down - difference * difference) / (n + 2));
  return [Math.max(-1, difference - half), Math.min(1, difference + half)];
}

/** Interval `estimate ± z se`. */
export function normalInterval(estimate: number, standardError: number, confidence = 0.95): Interval {
  const half = normalCritical(confidence) * standardError;
  return [estimate - half, estimate + half];
}
