import type { GroupConfusion } from "./fairness";
import { type Interval, newcombeDifference, pairedDifference } from "./intervals";
import { mcnemar, twoProportionZ } from "./proportion-tests";

/** Rates that are counts over counts, so that they can be tested. */
export const testableRates = ["accuracy", "recall", "fpr", "selection_rate", "precision"] as const;
export type TestableRate = (typeof testableRates)[number];
export const isTestableRate = (key: string): key is TestableRate => testableRates.some((rate) => rate === key);

/**
 * Decisions of two models on the same rows: 8 counts, index = 4 label + 2 baseline decision + candidate decision.
 */
export type PairedCells = ArrayLike<number>;

type Counted = { successes: number; n: number };

/** Successes and denominator of a rate, from a confusion matrix. */
export function countRate(rate: TestableRate, { tp, fp, fn, tn }: GroupConfusion): Counted {
  switch (rate) {
    case "accuracy":
      return { successes: tp + tn, n: tp + fp + fn + tn };
    case "recall":
      return { successes: tp, n: tp + fn };
    case "fpr":
      return { successes: fp, n: fp + tn };
    case "selection_rate":
      return { successes: tp + fp, n: tp + fp + fn + tn };
    case "precision":
      return { successes: tp, n: tp + fp };
  }
}

/** The confusion matrix of one side of a paired table. */
export function confusionOf(cells: PairedCells, side: "baseline" | "candidate"): GroupConfusion {
  const [selected, other] = side === "baseline" ? [2, 1] : [1, 2];
  const sum = (label: number, decision: number) => {
    const start = 4 * label + selected * decision;
    return (cells[start] ?? 0) + (cells[start + other] ?? 0);
  };
  return { tp: sum(1, 1), fp: sum(0, 1), fn: sum(1, 0), tn: sum(0, 0) };
}

/** Rows that count for the rate only with the candidate (gained) and only with the baseline (lost). */
export function discordant(
  rate: Exclude<TestableRate, "precision">,
  cells: PairedCells,
): { gained: number; lost: number } {
  const at = (index: number) => cells[index] ?? 0;
  switch (rate) {
    case "accuracy":
      return { gained: at(2) + at(5), lost: at(1) + at(6) };
    case "recall":
      return { gained: at(5), lost: at(6) };
    case "fpr":
      return { gained: at(1), lost: at(2) };
    case "selection_rate":
      return { gained: at(1) + at(5), lost: at(2) + at(6) };
  }
}

export type RateComparison = {
  baseline: number | null;
  candidate: number | null;
  /** candidate - baseline; null when a side has no denominator. */
  difference: number | null;
  /** The smaller denominator of the two sides: what "too few to judge" is measured on. */
  n: number;
  interval: Interval | null;
  test: "mcnemar" | "two_proportion" | "none";
  pValue: number | null;
};

const share = ({ successes, n }: Counted): number | null => (n > 0 ? successes / n : null);

/** Compares a rate of two models from their counts, as two independent groups: pooled z test, Newcombe interval. */
export function compareCounts(rate: TestableRate, baseline: GroupConfusion, candidate: GroupConfusion): RateComparison {
  const before = countRate(rate, baseline);
  const after = countRate(rate, candidate);
  const test = twoProportionZ(after.successes, after.n, before.successes, before.n);
  // Two equal rates at 0 or 1 have no variance, hence no z, and no evidence of a difference either.
  const pValue = test.difference === null ? null : (test.twoSidedP ?? 1);
  return {
    baseline: share(before),
    candidate: share(after),
    difference: test.difference,
    n: Math.min(before.n, after.n),
    interval: newcombeDifference(after.successes, after.n, before.successes, before.n),
    test: pValue === null ? "none" : "two_proportion",
    pValue,
  };
}

/**
 * Compares a rate of two models on the same rows: exact McNemar test, Bonett-Price interval. Precision has another
 * denominator for each model, so its rows cannot be paired and it is compared from counts.
 */
export function comparePaired(rate: TestableRate, cells: PairedCells): RateComparison {
  const counts = compareCounts(rate, confusionOf(cells, "baseline"), confusionOf(cells, "candidate"));
  if (rate === "precision" || counts.difference === null) return counts;
  const { gained, lost } = discordant(rate, cells);
  return {
    ...counts,
    interval: pairedDifference(gained, lost, counts.n),
    test: "mcnemar",
    pValue: mcnemar(gained, lost).exactP,
  };
}
