import { normalTwoSidedP } from "./distributions";
import { type Interval, normalInterval } from "./intervals";

/** Midranks (1-based, ties share their mean rank) of values. */
function midranks(values: Float64Array): Float64Array {
  const order = Float64Array.from(values).sort();
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  order.forEach((value, index) => {
    if (!first.has(value)) first.set(value, index);
    last.set(value, index);
  });
  return values.map((value) => ((first.get(value) ?? 0) + (last.get(value) ?? 0)) / 2 + 1);
}

type Components = { auc: number; positives: Float64Array; negatives: Float64Array };

/** Structural components of the AUC: for each positive (negative) row the share of negatives below (positives above) it. */
function components(labels: ArrayLike<number>, scores: ArrayLike<number>): Components | null {
  const all = Float64Array.from(scores);
  const isPositive = Array.from(labels, (label) => label === 1);
  const positive = all.filter((_, row) => isPositive[row]);
  const negative = all.filter((_, row) => !isPositive[row]);
  const m = positive.length;
  const n = negative.length;
  if (m === 0 || n === 0) return null;
  const ranks = midranks(all);
  const ownPositive = midranks(positive);
  const ownNegative = midranks(negative);
  const positives = ranks
    .filter((_, row) => isPositive[row])
    .map((rank, index) => (rank - (ownPositive[index] ?? 0)) / n);
  const negatives = ranks
    .filter((_, row) => !isPositive[row])
    .map((rank, index) => 1 - (rank - (ownNegative[index] ?? 0)) / m);
  return { auc: positives.reduce((a, b) => a + b, 0) / m, positives, negatives };
}

function variance(values: Float64Array): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Area under the ROC curve (chance that a positive row outranks a negative one, ties half); null with one class only. */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  return components(labels, scores)?.auc ?? null;
}

export type AucEstimate = { auc: number; standardError: number; interval: Interval };

/** ROC AUC with its DeLong standard error and 95 % interval; null with one class only. */
export function rocAucInterval(labels: ArrayLike<number>, scores: ArrayLike<number>): AucEstimate | null {
  const one = components(labels, scores);
  if (!one) return null;
  const standardError = Math.sqrt(
    variance(one.positives) / one.positives.length + variance(one.negatives) / one.negatives.length,
  );
  const [low, high] = normalInterval(one.auc, standardError);
  return { auc: one.auc, standardError, interval: [Math.max(0, low), Math.min(1, high)] };
}

export type AucComparison = {
  first: number;
  second: number;
  /** second - first. */
  difference: number;
  standardError: number;
  interval: Interval;
  /** Null when the two rank every row alike (no variance). */
  z: number | null;
  pValue: number;
};

/** Compares two scorings of the same rows by ROC AUC. DeLong, DeLong and Clarke-Pearson 1988; ranks as Sun and Xu 2014. */
export function delongTest(
  labels: ArrayLike<number>,
  firstScores: ArrayLike<number>,
  secondScores: ArrayLike<number>,
): AucComparison | null {
  const first = components(labels, firstScores);
  const second = components(labels, secondScores);
  if (!first || !second) return null;
  const gap = (a: Float64Array, b: Float64Array) => b.map((value, index) => value - (a[index] ?? 0));
  const standardError = Math.sqrt(
    variance(gap(first.positives, second.positives)) / first.positives.length +
      variance(gap(first.negatives, second.negatives)) / first.negatives.length,
  );
  const difference = second.auc - first.auc;
  const z = standardError > 0 ? difference / standardError : null;
  return {
    first: first.auc,
    second: second.auc,
    difference,
    standardError,
    interval: normalInterval(difference, standardError),
    z,
    pValue: z === null ? 1 : normalTwoSidedP(z),
  };
}
