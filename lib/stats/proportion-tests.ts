import { binomialCdf, chiSquareUpperTail, normalCdf, normalTwoSidedP } from "./distributions";
import { type Interval, normalInterval } from "./intervals";

export type McNemar = {
  exactP: number;
  chi2: number;
  chi2P: number;
  chi2Corrected: number;
  chi2CorrectedP: number;
};

/**
 * McNemar's test on discordant pairs: `b` rows right only the first time, `c` only the second. The exact p is the two-sided
 * binomial one. No discordant pair gives p = 1.
 */
export function mcnemar(b: number, c: number): McNemar {
  const n = b + c;
  if (n === 0) return { exactP: 1, chi2: 0, chi2P: 1, chi2Corrected: 0, chi2CorrectedP: 1 };
  const exactP = b === c ? 1 : Math.min(1, 2 * binomialCdf(Math.min(b, c), n, 0.5));
  const chi2 = (b - c) ** 2 / n;
  const chi2Corrected = Math.max(Math.abs(b - c) - 1, 0) ** 2 / n;
  return {
    exactP,
    chi2,
    chi2P: chiSquareUpperTail(chi2, 1),
    chi2Corrected,
    chi2CorrectedP: chiSquareUpperTail(chi2Corrected, 1),
  };
}

export type TwoProportionZ = {
  /** p1 - p2; null when a group is empty. */
  difference: number | null;
  /** Null when a group is empty or the pooled variance is 0; so are both p-values. */
  z: number | null;
  twoSidedP: number | null;
  greaterP: number | null;
  /** Wald 95 % interval without pooling; null when a group is empty. */
  waldInterval: Interval | null;
};

/** Pooled two-proportion z test of k1/n1 against k2/n2, two independent groups. */
export function twoProportionZ(k1: number, n1: number, k2: number, n2: number): TwoProportionZ {
  const none = { difference: null, z: null, twoSidedP: null, greaterP: null, waldInterval: null };
  if (!(n1 > 0 && n2 > 0)) return none;
  const p1 = k1 / n1;
  const p2 = k2 / n2;
  const difference = p1 - p2;
  const waldInterval = normalInterval(difference, Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2));
  const pooled = (k1 + k2) / (n1 + n2);
  const variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
  if (!(variance > 0)) return { ...none, difference, waldInterval };
  const z = difference / Math.sqrt(variance);
  return { difference, z, twoSidedP: normalTwoSidedP(z), greaterP: normalCdf(-z), waldInterval };
}
