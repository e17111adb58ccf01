/** A metric's value and each row's influence on it (its derivative towards that row), so that means of influence are 0. */
export type Estimate = { value: number; influence: Float64Array };

/** A ratio of two sums over rows: a rate, a mean, F1. Null when the bottom sum is 0. */
export function ratioEstimate(n: number, top: (i: number) => number, bottom: (i: number) => number): Estimate | null {
  let numerator = 0;
  let denominator = 0;
  for (let i = 0; i < n; i++) {
    numerator += top(i);
    denominator += bottom(i);
  }
  if (denominator === 0) return null;
  const value = numerator / denominator;
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++) influence[i] = ((top(i) - value * bottom(i)) * n) / denominator;
  return { value, influence };
}

/** ROC AUC with ties counted half, and DeLong's placement values as influence. */
export function aucEstimate(y: Uint8Array, scores: Float32Array): Estimate | null {
  const n = y.length;
  const positive = scores.filter((_, i) => y[i] === 1).sort();
  const negative = scores.filter((_, i) => y[i] === 0).sort();
  if (positive.length === 0 || negative.length === 0) return null;
  const influence = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const isPositive = y[i] === 1;
    const others = isPositive ? negative : positive;
    const below = bound(others, scores[i] as number, false);
    const through = bound(others, scores[i] as number, true);
    const share = (below + through) / 2 / others.length;
    influence[i] = isPositive ? share : 1 - share;
    if (isPositive) sum += share;
  }
  const value = sum / positive.length;
  for (let i = 0; i < n; i++) {
    const size = y[i] === 1 ? positive.length : negative.length;
    influence[i] = (((influence[i] as number) - value) * n) / size;
  }
  return { value, influence };
}

/**
 * Average precision (the precision at each positive's score, averaged) with its influence function: a row counts as a positive
 * itself, and it changes the precision at every positive at or below its score.
 */
export function averagePrecisionEstimate(y: Uint8Array, scores: Float32Array): Estimate | null {
  const n = y.length;
  const all = scores.slice().sort();
  const positive = scores.filter((_, i) => y[i] === 1).sort();
  if (positive.length === 0) return null;
  // Per distinct score of a positive, lowest first: precision from there up, and the running sums over scores up to it.
  const at: number[] = [];
  const precision: number[] = [];
  const perRow: number[] = [0];
  const perPositive: number[] = [0];
  let value = 0;
  for (let k = 0; k < positive.length; ) {
    const score = positive[k] as number;
    const next = bound(positive, score, true);
    const selected = n - bound(all, score, false);
    const share = (positive.length - k) / selected;
    at.push(score);
    precision.push(share);
    perPositive.push((perPositive.at(-1) ?? 0) + (next - k) / selected);
    perRow.push((perRow.at(-1) ?? 0) + ((next - k) * share) / selected);
    value += ((next - k) * share) / positive.length;
    k = next;
  }
  const steps = Float32Array.from(at);
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const through = bound(steps, scores[i] as number, true);
    const own = y[i] === 1 ? (precision[through - 1] ?? 0) - value + (perPositive[through] ?? 0) : 0;
    influence[i] = ((own - (perRow[through] ?? 0)) * n) / positive.length;
  }
  return { value, influence };
}

/**
 * Expected calibration error over ten equal-width bins. Where a bin's gap is within noise of 0 its sign is too, and the
 * influence then overstates the spread: such an interval is wide rather than narrow.
 */
export function calibrationErrorEstimate(y: Uint8Array, scores: Float32Array): Estimate | null {
  const n = y.length;
  if (n === 0) return null;
  const bins = 10;
  const bin = (i: number) => Math.max(0, Math.min(Math.floor((scores[i] as number) * bins), bins - 1));
  const gaps = new Float64Array(bins);
  for (let i = 0; i < n; i++) gaps[bin(i)] = (gaps[bin(i)] as number) + (scores[i] as number) - (y[i] as number);
  const value = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / n;
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++)
    influence[i] = Math.sign(gaps[bin(i)] as number) * ((scores[i] as number) - (y[i] as number)) - value;
  return { value, influence };
}

/** Index of the first element above `value` (or not below it, when `after` is false) in a sorted array. */
function bound(sorted: Float32Array, value: number, after: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle] as number;
    if (at < value || (after && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
