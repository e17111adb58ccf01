/** Outcomes of one group: true and false positives and negatives. */
export type GroupConfusion = { tp: number; fp: number; fn: number; tn: number };
/** Rates of one group; a rate without denominator is null. */
export type GroupRates = { n: number; selectionRate: number | null; tpr: number | null; fpr: number | null };
/** Four-fifths rule: a ratio of selection rates below this is taken as adverse impact (29 CFR 1607.4 D). */
export const fourFifths = 0.8;

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Selection rate, true positive rate and false positive rate of a group. */
export function groupRates({ tp, fp, fn, tn }: GroupConfusion): GroupRates {
  const n = tp + fp + fn + tn;
  return { n, selectionRate: share(tp + fp, n), tpr: share(tp, tp + fn), fpr: share(fp, fp + tn) };
}

/** Counts outcomes per group from row-level labels and decisions (0 or 1), groups in first-seen order. */
export function confusionByGroup(
  labels: ArrayLike<number>,
  decisions: ArrayLike<number>,
  groups: ArrayLike<string>,
): Map<string, GroupConfusion> {
  const counts = new Map<string, GroupConfusion>();
  for (let row = 0; row < decisions.length; row += 1) {
    const name = groups[row] ?? "";
    const group = counts.get(name) ?? { tp: 0, fp: 0, fn: 0, tn: 0 };
    if (decisions[row]) group[labels[row] ? "tp" : "fp"] += 1;
    else group[labels[row] ? "fn" : "tn"] += 1;
    counts.set(name, group);
  }
  return counts;
}

function range(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
}

/** Largest minus smallest selection rate over the groups. */
export const demographicParityDifference = (groups: readonly GroupRates[]): number =>
  range(groups.map((group) => group.selectionRate));

/** Smallest over largest selection rate; null when nobody is selected. */
export function demographicParityRatio(groups: readonly GroupRates[]): number | null {
  const rates = groups.map((group) => group.selectionRate).filter((rate) => rate !== null);
  const largest = Math.max(...rates);
  return largest > 0 ? Math.min(...rates) / largest : null;
}

export type EqualizedOdds = { difference: number; tprDifference: number; fprDifference: number };

/**
 * Equalized odds difference: the larger of the ranges of true and of false positive rate over the groups. A rate without
 * denominator is left out, or counted as 0 (as fairlearn does) with `undefinedAsZero`.
 */
export function equalizedOdds(groups: readonly GroupRates[], undefinedAsZero = false): EqualizedOdds {
  const fill = (rate: number | null): number | null => (rate === null && undefinedAsZero ? 0 : rate);
  const tprDifference = range(groups.map((group) => fill(group.tpr)));
  const fprDifference = range(groups.map((group) => fill(group.fpr)));
  return { difference: Math.max(tprDifference, fprDifference), tprDifference, fprDifference };
}
