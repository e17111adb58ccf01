import { wilsonInterval } from "@/lib/stats/intervals";
import { countRate, isTestableRate } from "@/lib/stats/rate-comparison";
import type { Evidence, SliceEvidence } from "./evidence";
import { ageSeconds, staleness } from "./figures";
import type { GateOf } from "./gate";
import { headroomOf, type Judgement, settled } from "./gate-result";
import { figureText, metricName, sliceName } from "./numbers";
import { absentSlices, alsoFailed, byUrgency, decideSlices, type JudgedSlice, toFinding } from "./slice-outcome";

const z95 = 1.959963984540054;

/** The value of a metric in a slice: from its counts where they are on record, else as the producer sent it. */
export function sliceFigure(slice: SliceEvidence, metric: string) {
  if (isTestableRate(metric) && slice.confusion) {
    const { successes, n } = countRate(metric, slice.confusion);
    return { value: n > 0 ? successes / n : null, n, interval: wilsonInterval(successes, n) };
  }
  return { value: slice.metrics[metric] ?? null, n: metric === "recall" ? slice.positives : slice.n, interval: null };
}

function judgeSlice(gate: GateOf<"slice_floor">, slice: SliceEvidence): JudgedSlice {
  const { value, n, interval } = sliceFigure(slice, gate.metric);
  const isSmall = n !== null && n < gate.minimumSamples;
  const isUncounted = n === null && gate.minimumSamples > 0;
  const standardError = interval ? (interval[1] - interval[0]) / (2 * z95) : null;
  const inside = value !== null && (gate.comparison === ">=" ? value >= gate.limit : value <= gate.limit);
  return {
    slice: sliceName(slice),
    outcome: value === null || isSmall || isUncounted ? "inconclusive" : inside ? "passed" : "failed",
    observed: settled(value),
    baseline: null,
    difference: null,
    interval: interval && [settled(interval[0]) ?? 0, settled(interval[1]) ?? 0],
    test: "none",
    qValue: null,
    n,
    margin: value === null ? null : headroomOf(value, gate.comparison, gate.limit, null).margin,
    standardError,
    isSmall,
  };
}

/** Judges a metric on every guarded slice of the candidate against one limit; the worst slice decides. */
export function judgeSliceFloor(gate: GateOf<"slice_floor">, evidence: Evidence): Judgement {
  const guarded = evidence.candidate.slices.filter((slice) => gate.dimensions?.includes(slice.dimension) ?? true);
  const slices = guarded.map((slice) => judgeSlice(gate, slice)).sort(byUrgency);
  const verdict = decideSlices(slices, gate.smallSlices, absentSlices(evidence, gate.dimensions));
  const worst = verdict.deciding;
  const live = evidence.live?.slices.find((slice) => sliceName(slice) === worst?.slice);
  const about = {
    limit: gate.limit,
    comparison: gate.comparison,
    observed: worst?.observed ?? null,
    baseline: live ? settled(sliceFigure(live, gate.metric).value) : null,
    n: worst?.n ?? null,
    evidenceRefs: worst ? [`run:${evidence.candidate.runId}/slice/${worst.slice}`] : [],
    ageSeconds: ageSeconds(evidence),
    slices: slices.map(toFinding),
  } as const;
  const stale = staleness(evidence, gate.maximumAgeDays);
  if (stale) return { ...about, ...stale };
  const required = `${gate.comparison === ">=" ? "at least" : "at most"} ${figureText(gate.metric, gate.limit)} is required`;
  const more = alsoFailed(slices, worst);
  const what =
    worst === null || worst.observed === null
      ? `No slice has ${metricName(gate.metric)} on record to be judged.`
      : `Lowest room: ${metricName(gate.metric)} is ${figureText(gate.metric, worst.observed)} for ${worst.slice}; ${required}.`;
  const headroom =
    worst === null || worst.observed === null
      ? {}
      : headroomOf(worst.observed, gate.comparison, gate.limit, worst.standardError);
  return { ...about, ...headroom, outcome: verdict.outcome, sentence: `${what}${more}${verdict.note}` };
}
