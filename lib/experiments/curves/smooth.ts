/**
 * Exponential moving average of a curve: each value weighs `1 - weight`, and what the start at zero takes away is given back
 * (debiased), so that the first value stays itself. Places without a value stay without, and do not count.
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let sum = 0;
  let missing = 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      smoothed[i] = Number.NaN;
      continue;
    }
    sum = weight * sum + (1 - weight) * value;
    missing *= weight;
    smoothed[i] = sum / (1 - missing);
  }
  return smoothed;
}
