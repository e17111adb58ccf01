const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/**
 * Population stability index of two binned counts over the same bins: sum (q - p) ln(q / p), each share at least `epsilon`
 * (shares are not normalised again). Null when a side is empty. Below 0.1 stable, from 0.25 a major shift.
 */
export function populationStabilityIndex(
  expected: readonly number[],
  actual: readonly number[],
  epsilon = 1e-4,
): number | null {
  const expectedTotal = total(expected);
  const actualTotal = total(actual);
  if (!(expectedTotal > 0 && actualTotal > 0) || expected.length !== actual.length) return null;
  return expected.reduce((sum, count, bin) => {
    const p = Math.max(count / expectedTotal, epsilon);
    const q = Math.max((actual[bin] ?? 0) / actualTotal, epsilon);
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/** Jensen-Shannon divergence of two distributions over the same bins, in nats; each side is normalised. Null when a side is empty. */
export function jensenShannonDivergence(p: readonly number[], q: readonly number[]): number | null {
  const pTotal = total(p);
  const qTotal = total(q);
  if (!(pTotal > 0 && qTotal > 0) || p.length !== q.length) return null;
  let divergence = 0;
  p.forEach((value, bin) => {
    const a = value / pTotal;
    const b = (q[bin] ?? 0) / qTotal;
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a * Math.log(a / middle)) / 2;
    if (b > 0) divergence += (b * Math.log(b / middle)) / 2;
  });
  return Math.max(0, divergence);
}

/** Jensen-Shannon distance: the square root of the divergence, 0..1 in base 2. */
export function jensenShannonDistance(p: readonly number[], q: readonly number[], base = 2): number | null {
  const divergence = jensenShannonDivergence(p, q);
  return divergence === null ? null : Math.sqrt(divergence / Math.log(base));
}

type Weighted = { value: number; weight: number };

function weighted(values: readonly number[], weights: readonly number[] | undefined): Weighted[] {
  const all = values.map((value, index) => ({ value, weight: weights ? (weights[index] ?? 0) : 1 }));
  const sum = total(all.map((entry) => entry.weight));
  return all.map(({ value, weight }) => ({ value, weight: weight / sum })).sort((a, b) => a.value - b.value);
}

/**
 * First Wasserstein distance of two one-dimensional samples, in their own unit: the area between the two distribution
 * functions. Null when a side has no rows or no weight.
 */
export function wassersteinDistance(
  u: readonly number[],
  v: readonly number[],
  uWeights?: readonly number[],
  vWeights?: readonly number[],
): number | null {
  if (u.length === 0 || v.length === 0) return null;
  if (uWeights && !(total(uWeights) > 0)) return null;
  if (vWeights && !(total(vWeights) > 0)) return null;
  const steps = [
    ...weighted(u, uWeights),
    ...weighted(v, vWeights).map(({ value, weight }) => ({ value, weight: -weight })),
  ].sort((a, b) => a.value - b.value);
  let difference = 0;
  let area = 0;
  steps.forEach(({ value, weight }, index) => {
    const next = steps[index + 1];
    difference += weight;
    if (next) area += Math.abs(difference) * (next.value - value);
  });
  return area;
}
