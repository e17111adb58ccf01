import { formatCount, formatProbability, formatSigned } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import type { Evidence } from "./evidence";
import { ageSeconds, staleness } from "./figures";
import type { GateOf } from "./gate";
import { headroomOf, type Judgement, settled } from "./gate-result";
import { figureText, metricTitle } from "./numbers";
import { type Comparison, compareOverall, compareSlices } from "./regression-comparison";
import { absentSlices, alsoFailed, byUrgency, decideSlices, type JudgedSlice, toFinding } from "./slice-outcome";

type Gate = GateOf<"regression">;
// Differences of shares carry rounding errors of this size; a loss of exactly the tolerance is within it.
const rounding = 1e-12;

function allowedLoss(gate: Gate, live: number | null): number {
  return gate.tolerance.kind === "absolute" ? gate.tolerance.value : gate.tolerance.value * Math.abs(live ?? 0);
}

/**
 * Failed = worse than live beyond the tolerance, and the test says it is real (or no test exists for such a metric). Beyond the
 * tolerance without evidence is inconclusive, never passed.
 */
function judgeComparison(gate: Gate, compared: Comparison): JudgedSlice {
  const { difference, qValue, n } = compared;
  const loss = difference === null ? null : gate.better === "higher" ? -difference : difference;
  const allowed = allowedLoss(gate, compared.live);
  // Unknown is not small: only a count on record lets a policy set a slice aside.
  const isSmall = n !== null && n < gate.minimumSamples;
  const isUncounted = n === null && gate.minimumSamples > 0;
  const outcome = (): JudgedSlice["outcome"] => {
    if (loss === null || isSmall || isUncounted) return "inconclusive";
    if (loss <= allowed + rounding) return "passed";
    if (qValue === null) return compared.lacksCounts ? "inconclusive" : "failed";
    return qValue <= gate.alpha ? "failed" : "inconclusive";
  };
  return {
    slice: compared.slice,
    outcome: outcome(),
    ...compared.settled,
    test: compared.test,
    n,
    margin: loss === null ? null : settled(allowed - loss),
    standardError: compared.standardError,
    isSmall,
  };
}

function sentenceFor(gate: Gate, judged: JudgedSlice): string {
  const { digits } = metricMeaning(gate.metric);
  const where = gate.scope === "overall" ? "overall" : `for ${judged.slice}`;
  if (judged.observed === null || judged.baseline === null) {
    return `${metricTitle(gate.metric)} ${where} is not on record for both versions.`;
  }
  const change = formatSigned(judged.difference, { digits });
  const values = `${figureText(gate.metric, judged.baseline)} → ${figureText(gate.metric, judged.observed)}`;
  const q =
    judged.qValue === null
      ? ""
      : `, ${gate.scope === "overall" ? "p" : "q"} ${formatProbability(judged.qValue).replace(/^(?=\d)/, "= ")}`;
  return `${metricTitle(gate.metric)} ${where}: ${values} (${change}${q}).${openReason(gate, judged)}`;
}

/** Why a comparison is inconclusive, as a sentence with a leading space; empty when it is not. */
function openReason(gate: Gate, { outcome, n, isSmall }: JudgedSlice): string {
  if (outcome !== "inconclusive") return "";
  const needed = `${formatCount(gate.minimumSamples)} cases are needed`;
  if (isSmall) return ` It has ${formatCount(n)} cases; ${needed}.`;
  if (n === null && gate.minimumSamples > 0) return ` How many cases it has is not on record; ${needed}.`;
  return " Beyond the tolerance, but the evidence does not tell it from chance.";
}

/** Why candidate and live cannot be compared; null when they can. */
function incomparable(evidence: Evidence): Judgement | null {
  if (!evidence.live) {
    return {
      outcome: "passed",
      sentence: `No version is live in ${evidence.environment}: there is nothing to regress against.`,
    };
  }
  const candidate = evidence.candidate.evaluationDigest;
  const live = evidence.live.evaluationDigest;
  if (candidate !== null && candidate === live) return null;
  const why =
    candidate === null || live === null
      ? "the evaluation dataset of one of them is not on record"
      : "they were evaluated on different datasets";
  return {
    outcome: "inconclusive",
    sentence: `Cannot be compared with ${evidence.live.label}: ${why}. Evaluate both on the same snapshot.`,
  };
}

/** Judges a metric against the live version in the environment, overall or on every guarded slice. */
export function judgeRegression(gate: Gate, evidence: Evidence): Judgement {
  const about = { comparison: gate.better === "higher" ? ">=" : "<=", ageSeconds: ageSeconds(evidence) } as const;
  const sign = gate.better === "higher" ? -1 : 1;
  const blocked = incomparable(evidence);
  if (blocked)
    return {
      ...about,
      limit: gate.tolerance.kind === "absolute" ? settled(sign * gate.tolerance.value) : null,
      ...blocked,
    };
  const stale = staleness(evidence, gate.maximumAgeDays);
  if (stale) return { ...about, ...stale };
  const overall = gate.scope === "overall" ? compareOverall(gate.metric, evidence) : null;
  const compared = gate.scope === "overall" ? (overall ? [overall] : []) : compareSlices(gate.metric, evidence);
  const guarded = compared.filter(
    (entry) => gate.scope === "overall" || (gate.dimensions?.includes(entry.dimension) ?? true),
  );
  const judged = guarded.map((entry) => judgeComparison(gate, entry)).sort(byUrgency);
  const absent = gate.scope === "slices" ? absentSlices(evidence, gate.dimensions) : [];
  const verdict = decideSlices(judged, gate.scope === "overall" ? "inconclusive" : gate.smallSlices, absent);
  const worst = verdict.deciding;
  if (!worst)
    return { ...about, outcome: verdict.outcome, sentence: `Nothing could be compared with live.${verdict.note}` };
  const limit = settled(sign * allowedLoss(gate, worst.baseline));
  const headroom =
    worst.difference === null || limit === null
      ? {}
      : headroomOf(worst.difference, about.comparison, limit, worst.standardError);
  const more = alsoFailed(judged, worst);
  return {
    ...about,
    ...headroom,
    outcome: verdict.outcome,
    observed: worst.difference,
    limit,
    baseline: worst.baseline,
    n: worst.n,
    evidenceRefs: [evidence.candidate.runId, evidence.live?.runId].map(
      (run) =>
        `run:${run}/${gate.scope === "overall" ? "metric" : "slice"}/${gate.scope === "overall" ? gate.metric : worst.slice}`,
    ),
    slices: gate.scope === "overall" ? [] : judged.map(toFinding),
    sentence: `${sentenceFor(gate, worst)}${more}${gate.scope === "overall" ? "" : verdict.note}`,
  };
}
