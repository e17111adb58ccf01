export type ReliabilityBin = {
  bin: number;
  lo: number;
  hi: number;
  n: number;
  /** Null in an empty bin. */
  meanPredicted: number | null;
  fractionPositive: number | null;
};
/** `left_closed`: bin = min(floor(p * bins), bins - 1), the definition of ECE here; `right_closed`: as scikit-learn's calibration_curve. */
export type BinEdges = "left_closed" | "right_closed";

function binOf(score: number, bins: number, edges: BinEdges): number {
  if (edges === "left_closed") return Math.max(0, Math.min(Math.floor(score * bins), bins - 1));
  let bin = 0;
  // The step is computed as numpy.linspace does, so that scores on an edge fall as they do there.
  while (bin < bins - 1 && (bin + 1) * (1 / bins) < score) bin += 1;
  return bin;
}

/** Equal-width reliability bins of scores (0..1) against labels (0 or 1), row by row. */
export function reliabilityBins(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  bins = 10,
  edges: BinEdges = "left_closed",
): ReliabilityBin[] {
  const counts = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const positive = new Float64Array(bins);
  for (let row = 0; row < labels.length; row += 1) {
    const score = scores[row] ?? Number.NaN;
    const bin = binOf(score, bins, edges);
    counts[bin] = (counts[bin] ?? 0) + 1;
    predicted[bin] = (predicted[bin] ?? 0) + score;
    positive[bin] = (positive[bin] ?? 0) + (labels[row] ?? 0);
  }
  return Array.from(counts, (n, bin) => ({
    bin,
    lo: bin / bins,
    hi: (bin + 1) / bins,
    n,
    meanPredicted: n === 0 ? null : (predicted[bin] ?? 0) / n,
    fractionPositive: n === 0 ? null : (positive[bin] ?? 0) / n,
  }));
}

/** Expected calibration error of reliability bins: sum of n_b/n |mean score - share of positives|; null without rows. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  if (n === 0) return null;
  return bins.reduce(
    (sum, bin) => sum + (bin.n / n) * Math.abs((bin.meanPredicted ?? 0) - (bin.fractionPositive ?? 0)),
    0,
  );
}

/** Brier score: mean squared distance of score (0..1) and label; null without rows. */
export function brierScore(labels: ArrayLike<number>, scores: ArrayLike<number>): number | null {
  if (labels.length === 0) return null;
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1)
    sum += ((scores[row] ?? Number.NaN) - (labels[row] ?? Number.NaN)) ** 2;
  return sum / labels.length;
}
