/**
 * Benjamini-Hochberg adjusted p-values (q), in input order: q_(i) = min over j >= i of m p_(j) / j, at most 1.
 * A finding is kept at false discovery rate `alpha` when q <= alpha. Benjamini and Hochberg 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const m = pValues.length;
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p || a.index - b.index);
  const adjusted = new Array<number>(m);
  let smallest = 1;
  for (let rank = m; rank >= 1; rank -= 1) {
    const entry = order[rank - 1];
    if (!entry) continue;
    smallest = Math.min(smallest, (m * entry.p) / rank);
    adjusted[entry.index] = smallest;
  }
  return adjusted;
}
