import type { Better } from "@/lib/format";
import type { GroupConfusion } from "@/lib/stats/fairness";
import type { Interval } from "@/lib/stats/intervals";
import { benjaminiHochberg } from "@/lib/stats/multiplicity";
import {
  compareCounts,
  comparePaired,
  isTestableRate,
  type RateComparison,
  testableRates,
} from "@/lib/stats/rate-comparison";
import { outcomeCodes, type PairedRows, pairedSlices } from "./paired-rows";

/** One slice of one run as recorded: counts and the metrics the producer sent. */
export type SliceRecord = {
  dimension: string;
  value: string;
  n: number;
  positives: number | null;
  metrics: Readonly<Record<string, number | null>>;
  confusion: GroupConfusion | null;
};

export type SliceVerdict = "worse" | "better" | "changed" | "unclear" | "too_small" | "untested" | "missing";

export type SliceDelta = {
  dimension: string;
  value: string;
  /** Rows of the slice, and how many of them the metric is taken over (positives for recall, negatives for FPR). */
  n: number;
  denominator: number | null;
  baseline: number | null;
  candidate: number | null;
  /** candidate - baseline. */
  delta: number | null;
  interval: Interval | null;
  test: "mcnemar" | "two_proportion" | "none";
  /** Why this test, in a sentence. */
  why: string;
  pValue: number | null;
  /** Benjamini-Hochberg adjusted over all tested slices of this comparison. */
  qValue: number | null;
  verdict: SliceVerdict;
  /** How much worse, positive when worse in the metric's own direction; the size of the change when it has none. */
  worsening: number | null;
};

export type SliceDeltaInput = {
  metric: string;
  better: Better;
  baseline: readonly SliceRecord[];
  candidate: readonly SliceRecord[];
  /** Row-level scores of both runs on the same rows, when both are on record. */
  paired: PairedRows | null;
  /** Whether both runs were evaluated on the same dataset (equal digest). */
  sameEvaluation: boolean;
  alpha?: number;
  /** Fewest rows in the metric's denominator for a slice to be judged. */
  minimum?: number;
};

const key = (dimension: string, value: string): string => `${dimension}\u0000${value}`;

const reasons = {
  mcnemar: "McNemar's exact test on the paired predictions: both runs scored the same rows.",
  precision:
    "Two-proportion test from counts: precision is taken over the rows each run selects, so rows cannot be paired.",
  countsSame:
    "Two-proportion test from counts: without row-level predictions of both runs the rows cannot be paired, and the test sees less.",
  countsOther: "Two-proportion test from counts: the runs were evaluated on different datasets.",
  noCounts: "No test: the counts behind this metric are not on record for both runs.",
  notTestable: "No test: this metric is not a share of rows, and only its value is on record.",
  oneSided: "No comparison: only one of the runs has this slice.",
} as const;

function explain(metric: string, comparison: RateComparison, sameEvaluation: boolean): string {
  if (comparison.test === "mcnemar") return reasons.mcnemar;
  if (comparison.test === "none") return reasons.noCounts;
  if (!sameEvaluation) return reasons.countsOther;
  return metric === "precision" ? reasons.precision : reasons.countsSame;
}

const finite = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null;

/** What is known of a slice before its p-value is held against those of the others. */
function draft(
  input: SliceDeltaInput,
  before: SliceRecord | undefined,
  after: SliceRecord | undefined,
  cells: Uint32Array | undefined,
): SliceDelta {
  const { metric } = input;
  const slice = after ?? before;
  const baseline = finite(before?.metrics[metric]);
  const candidate = finite(after?.metrics[metric]);
  const entry: SliceDelta = {
    dimension: slice?.dimension ?? "",
    value: slice?.value ?? "",
    n: slice?.n ?? 0,
    denominator: null,
    baseline,
    candidate,
    delta: baseline === null || candidate === null ? null : candidate - baseline,
    interval: null,
    test: "none",
    why: before && after ? reasons.notTestable : reasons.oneSided,
    pValue: null,
    qValue: null,
    verdict: "missing",
    worsening: null,
  };
  if (!before || !after || !isTestableRate(metric)) return entry;
  const comparison =
    cells && input.sameEvaluation
      ? comparePaired(metric, cells)
      : before.confusion && after.confusion
        ? compareCounts(metric, before.confusion, after.confusion)
        : null;
  if (!comparison) {
    entry.why = reasons.noCounts;
    return entry;
  }
  entry.denominator = comparison.n;
  entry.baseline = comparison.baseline;
  entry.candidate = comparison.candidate;
  entry.delta = comparison.difference;
  entry.interval = comparison.interval;
  entry.test = comparison.test;
  entry.why = explain(metric, comparison, input.sameEvaluation);
  entry.pValue = comparison.pValue;
  return entry;
}

function worseningOf({ delta }: SliceDelta, better: Better): number | null {
  if (delta === null) return null;
  return better === "none" ? Math.abs(delta) : better === "higher" ? -delta : delta;
}

function verdictOf(
  { delta, worsening, denominator, n, qValue }: SliceDelta,
  { better, alpha = 0.05, minimum = 50 }: SliceDeltaInput,
): SliceVerdict {
  if (delta === null || worsening === null) return "missing";
  if ((denominator ?? n) < minimum) return "too_small";
  if (qValue === null) return "untested";
  if (qValue > alpha) return "unclear";
  if (better === "none") return "changed";
  return worsening > 0 ? "worse" : "better";
}

const rank = (entry: SliceDelta): number => (entry.verdict === "missing" ? 2 : entry.verdict === "too_small" ? 1 : 0);

type Places = ReadonlyMap<string, ReadonlyMap<string, SliceRecord>>;
const placed = new WeakMap<readonly SliceRecord[], Places>();

/** Slices by dimension and value; kept with the list, since one baseline is held against many candidates. */
function placesOf(slices: readonly SliceRecord[]): Places {
  const known = placed.get(slices);
  if (known) return known;
  const places = new Map<string, Map<string, SliceRecord>>();
  for (const slice of slices) {
    const values = places.get(slice.dimension);
    if (values) values.set(slice.value, slice);
    else places.set(slice.dimension, new Map([[slice.value, slice]]));
  }
  placed.set(slices, places);
  return places;
}

const at = (places: Places, { dimension, value }: SliceRecord) => places.get(dimension)?.get(value);

/**
 * Candidate against baseline on every slice either run has, for one metric: difference, 95 % interval, test, and q-value over the
 * slices. Slices under `minimum` rows in the metric's denominator are not judged. Worst first; too small and missing ones last.
 */
export function sliceDeltas(input: SliceDeltaInput): SliceDelta[] {
  const before = placesOf(input.baseline);
  const after = placesOf(input.candidate);
  const cells = new Map<string, Uint32Array>();
  if (input.paired && input.sameEvaluation && testableRates.some((rate) => rate === input.metric)) {
    const outcomes = outcomeCodes(input.paired);
    for (const dimension of new Set([...input.baseline, ...input.candidate].map((slice) => slice.dimension))) {
      for (const slice of pairedSlices(outcomes, input.paired.columns, dimension) ?? [])
        cells.set(key(dimension, slice.value), slice.cells);
    }
  }
  const cellsOf = ({ dimension, value }: SliceRecord) =>
    cells.size > 0 ? cells.get(key(dimension, value)) : undefined;
  const both = input.candidate
    .filter((slice) => at(after, slice) === slice)
    .map((slice) => draft(input, at(before, slice), slice, cellsOf(slice)));
  const gone = input.baseline
    .filter((slice) => at(before, slice) === slice && !at(after, slice))
    .map((slice) => draft(input, slice, undefined, undefined));
  const entries = [...both, ...gone];
  const tested = entries.filter((entry) => entry.pValue !== null);
  const adjusted = benjaminiHochberg(tested.map((entry) => entry.pValue ?? 1));
  tested.forEach((entry, index) => {
    entry.qValue = adjusted[index] ?? null;
  });
  for (const entry of entries) {
    entry.worsening = worseningOf(entry, input.better);
    entry.verdict = verdictOf(entry, input);
  }
  return entries.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.worsening ?? Number.NEGATIVE_INFINITY) - (a.worsening ?? Number.NEGATIVE_INFINITY) ||
      (key(a.dimension, a.value) < key(b.dimension, b.value) ? -1 : 1),
  );
}
