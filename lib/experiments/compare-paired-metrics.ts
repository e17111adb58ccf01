import {
  aucEstimate,
  averagePrecisionEstimate,
  calibrationErrorEstimate,
  type Estimate,
  ratioEstimate,
} from "./metric-influence";

/** Scores of one run on shared evaluation rows; a row is selected when score >= threshold. */
export type Scored = { scores: Float32Array; threshold: number };

export type PairedDelta = {
  baseline: number;
  candidate: number;
  delta: number;
  standardError: number;
  low: number;
  high: number;
};

export const pairedMetrics = [
  "accuracy",
  "recall",
  "precision",
  "f1",
  "fpr",
  "selection_rate",
  "roc_auc",
  "pr_auc",
  "log_loss",
  "brier",
  "ece",
] as const;
export type PairedMetric = (typeof pairedMetrics)[number];

const z95 = 1.959963984540054;
const logLossClip = 1e-7;

/**
 * Candidate minus baseline of each metric with a 95 % interval, on the same rows. The standard error is that of the mean
 * difference of influence functions: for accuracy it equals McNemar's, for ROC AUC DeLong's (1988) up to n/(n-1).
 * `rows` picks a slice; null where a metric is undefined there (no positives, no negatives, nothing selected).
 */
export function pairedDeltas(
  labels: Uint8Array,
  baseline: Scored,
  candidate: Scored,
  rows?: Uint32Array,
): PairedDeltas {
  if (rows) return computeDeltas(labels, baseline, candidate, rows);
  const last = ofAllRows.get(candidate.scores);
  if (last && last.labels === labels && isSame(last.baseline, baseline) && isSame(last.candidate, candidate))
    return last.deltas;
  const deltas = computeDeltas(labels, baseline, candidate);
  ofAllRows.set(candidate.scores, { labels, baseline: { ...baseline }, candidate: { ...candidate }, deltas });
  return deltas;
}

type PairedDeltas = Readonly<Record<PairedMetric, PairedDelta | null>>;
type Last = { labels: Uint8Array; baseline: Scored; candidate: Scored; deltas: PairedDeltas };

/** What was last computed for scores over all rows: gates and comparison of one page ask for the same. */
const ofAllRows = new WeakMap<Float32Array, Last>();
const isSame = (a: Scored, b: Scored): boolean => a.scores === b.scores && a.threshold === b.threshold;

function computeDeltas(labels: Uint8Array, baseline: Scored, candidate: Scored, rows?: Uint32Array): PairedDeltas {
  const y = take(labels, rows);
  const from = estimates(y, take(baseline.scores, rows), baseline.threshold);
  const to = estimates(y, take(candidate.scores, rows), candidate.threshold);
  return Object.fromEntries(pairedMetrics.map((metric) => [metric, difference(from[metric], to[metric])])) as Record<
    PairedMetric,
    PairedDelta | null
  >;
}

/** Difference of two estimates on the same rows, with the standard error of the mean difference of their influences. */
export function difference(from: Estimate | null, to: Estimate | null): PairedDelta | null {
  if (!from || !to) return null;
  const n = from.influence.length;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((to.influence[i] ?? 0) - (from.influence[i] ?? 0)) ** 2;
  const delta = to.value - from.value;
  const standardError = Math.sqrt(squares) / n;
  return {
    baseline: from.value,
    candidate: to.value,
    delta,
    standardError,
    low: delta - z95 * standardError,
    high: delta + z95 * standardError,
  };
}

function take<T extends Uint8Array | Float32Array>(all: T, rows?: Uint32Array): T {
  if (!rows) return all;
  const picked = new (all.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = all[rows[i] as number] as number;
  return picked;
}

function estimates(y: Uint8Array, scores: Float32Array, threshold: number): Record<PairedMetric, Estimate | null> {
  const n = y.length;
  const label = (i: number) => y[i] as number;
  const score = (i: number) => scores[i] as number;
  // The threshold is rounded like the stored scores, so that a score equal to it stays selected.
  const limit = Math.fround(threshold);
  const selected = (i: number) => (score(i) >= limit ? 1 : 0);
  const clipped = (i: number) => Math.min(1 - logLossClip, Math.max(logLossClip, score(i)));
  const ratio = (top: (i: number) => number, bottom: (i: number) => number) => ratioEstimate(n, top, bottom);
  const one = () => 1;
  return {
    accuracy: ratio((i) => (selected(i) === label(i) ? 1 : 0), one),
    recall: ratio((i) => selected(i) * label(i), label),
    precision: ratio((i) => selected(i) * label(i), selected),
    f1: ratio(
      (i) => 2 * selected(i) * label(i),
      (i) => selected(i) + label(i),
    ),
    fpr: ratio(
      (i) => selected(i) * (1 - label(i)),
      (i) => 1 - label(i),
    ),
    selection_rate: ratio(selected, one),
    roc_auc: aucEstimate(y, scores),
    pr_auc: averagePrecisionEstimate(y, scores),
    log_loss: ratio((i) => -Math.log(label(i) ? clipped(i) : 1 - clipped(i)), one),
    brier: ratio((i) => (score(i) - label(i)) ** 2, one),
    ece: calibrationErrorEstimate(y, scores),
  };
}
