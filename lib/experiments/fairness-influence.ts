import { difference, type PairedDelta, type Scored } from "./compare-paired-metrics";
import type { Estimate } from "./metric-influence";
import { columnsOf, type SliceColumn } from "./paired-rows";

export const pairedFairness = ["demographic_parity_difference", "equalized_odds_difference"] as const;

/**
 * Candidate minus baseline of the differences between the groups of an attribute ("sex", "sex_x_race"), keyed as in
 * "equalized_odds_difference:sex", with 95 % intervals on the same rows. Attributes that the rows do not hold are left out.
 */
export function fairnessDeltas(
  labels: Uint8Array,
  columns: readonly SliceColumn[],
  attributes: readonly string[],
  baseline: Scored,
  candidate: Scored,
): Record<string, PairedDelta | null> {
  const entries = attributes.flatMap((attribute) => {
    const groups = groupsOf(columns, attribute);
    if (!groups) return [];
    const from = estimates(labels, groups, baseline);
    const to = estimates(labels, groups, candidate);
    return pairedFairness.map((key) => [`${key}:${attribute}`, difference(from[key], to[key])] as const);
  });
  return Object.fromEntries(entries);
}

type Groups = { count: number; of: (row: number) => number };

function groupsOf(columns: readonly SliceColumn[], attribute: string): Groups | null {
  const [first, second] = columnsOf(attribute, columns) ?? [];
  if (!first) return null;
  if (!second) return { count: first.values.length, of: (row) => first.codes[row] ?? 0 };
  const width = second.values.length;
  return {
    count: first.values.length * width,
    of: (row) => (first.codes[row] ?? 0) * width + (second.codes[row] ?? 0),
  };
}

function estimates(
  labels: Uint8Array,
  groups: Groups,
  { scores, threshold }: Scored,
): Record<(typeof pairedFairness)[number], Estimate | null> {
  const n = labels.length;
  const limit = Math.fround(threshold);
  const selected = (row: number) => ((scores[row] as number) >= limit ? 1 : 0);
  const range = (counts: (row: number) => boolean) => rangeEstimate(n, groups, selected, counts);
  const tpr = range((row) => labels[row] === 1);
  const fpr = range((row) => labels[row] === 0);
  return {
    demographic_parity_difference: range(() => true),
    equalized_odds_difference: (tpr?.value ?? -1) >= (fpr?.value ?? -1) ? tpr : fpr,
  };
}

/**
 * Largest minus smallest rate of selection among the rows that count, over groups that have such rows. The influence is that of
 * the two outermost groups; where others come close to them it overstates the spread rather than understating it.
 */
function rangeEstimate(
  n: number,
  groups: Groups,
  selected: (row: number) => number,
  counts: (row: number) => boolean,
): Estimate | null {
  const tops = new Float64Array(groups.count);
  const bottoms = new Float64Array(groups.count);
  for (let row = 0; row < n; row++) {
    if (!counts(row)) continue;
    const group = groups.of(row);
    tops[group] = (tops[group] as number) + selected(row);
    bottoms[group] = (bottoms[group] as number) + 1;
  }
  const rate = (group: number) => (tops[group] as number) / (bottoms[group] as number);
  const known = [...bottoms.keys()].filter((group) => (bottoms[group] as number) > 0);
  const [first] = known;
  if (first === undefined) return null;
  const largest = known.reduce((best, group) => (rate(group) > rate(best) ? group : best), first);
  const smallest = known.reduce((best, group) => (rate(group) < rate(best) ? group : best), first);
  const influence = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const group = groups.of(row);
    if (!counts(row) || largest === smallest || (group !== largest && group !== smallest)) continue;
    const own = ((selected(row) - rate(group)) * n) / (bottoms[group] as number);
    influence[row] = group === largest ? own : -own;
  }
  return { value: rate(largest) - rate(smallest), influence };
}
