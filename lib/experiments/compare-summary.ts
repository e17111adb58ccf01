import { formatProbability, formatSigned, readDelta } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import type { MetricRow } from "./compare-metrics";
import { countVerdicts } from "./compare-slices";
import type { SliceDelta } from "./slice-deltas";
import { sliceLabel } from "./slice-label";

export type CandidateSummary = {
  overall: string;
  slices: string;
  /** Slices that are clearly worse. */
  losses: number;
};

const headline = ["roc_auc", "accuracy", "f1", "rmse", "r2", "log_loss"];

/** One candidate against the baseline in two clauses: how it does overall, and which slices pay for it. */
export function summarize(
  rows: readonly MetricRow[],
  candidate: number,
  metric: string,
  deltas: readonly SliceDelta[],
): CandidateSummary {
  const told = headline.flatMap((key) => {
    const row = rows.find((one) => one.key === key);
    const change = row?.candidates[candidate];
    if (!row || !change || change.delta === null) return [];
    const word = change.isClear === undefined ? "not tested" : readDelta(change.delta, row.better, change.isClear).word;
    return [`${row.label} ${formatSigned(change.delta, { digits: row.digits })} (${word})`];
  });
  const overall = told.length > 0 ? told.slice(0, 2).join(", ") : "no overall figure is on record for both";
  return { overall, ...sliceClause(metric, deltas) };
}

function sliceClause(metric: string, deltas: readonly SliceDelta[]): Pick<CandidateSummary, "slices" | "losses"> {
  const label = metricMeaning(metric).label.toLowerCase().replace("roc auc", "ROC AUC").replace("ece", "ECE");
  const counts = countVerdicts(deltas);
  const worst = deltas.find((delta) => delta.verdict === "worse" || delta.verdict === "changed");
  if (deltas.length === 0) return { slices: "no slices are on record", losses: 0 };
  if (worst) {
    const what = worst.verdict === "worse" ? "worse" : "changed";
    const times = worst.verdict === "worse" ? counts.worse : counts.changed;
    const figures = `${formatSigned(worst.delta, { digits: 3 })}, q ${qText(worst.qValue)}`;
    return {
      slices: `${label} is ${what} on ${times} of ${counts.total} slices, most where ${sliceLabel(worst)} (${figures})`,
      losses: counts.worse,
    };
  }
  if (counts.untested > 0) return { slices: `${label} by slice is on record but could not be tested`, losses: 0 };
  const judged = counts.better + counts.unclear;
  if (judged === 0) return { slices: `no slice could be compared on ${label}`, losses: 0 };
  return { slices: `${label} is clearly worse on none of ${judged} slices large enough to judge`, losses: 0 };
}

const qText = (q: number | null) => (q !== null && q >= 0.001 ? `= ${formatProbability(q)}` : formatProbability(q));

/** Which tests were used on the slices of one candidate, and why: each reason once, with how many slices it covers. */
export function testReasons(deltas: readonly SliceDelta[]): { why: string; slices: number }[] {
  const reasons = new Map<string, number>();
  for (const { why } of deltas) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  return [...reasons].map(([why, slices]) => ({ why, slices })).sort((a, b) => b.slices - a.slices);
}
