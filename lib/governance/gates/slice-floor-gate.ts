import { wilsonInterval } from "@/lib/stats/intervals";
import { countRate, isTestableRate } from "@/lib/stats/rate-comparison";
import type { Evidence, SliceEvidence } from "./evidence";
import { ageSeconds, staleness, standardErrorOf } from "./figures";
import type { GateOf } from "./gate";
import { headroomOf, type Judgement, settled, settledInterval } from "./gate-result";
import { figureText, metricName, sliceName } from "./numbers";
import { perEvidence } from "./per-evidence";
import { absentSlices, alsoFailed, byUrgency, decideSlices, type JudgedSlice, toFinding } from "./slice-outcome";

/** The value of a metric in a slice: from its counts where they are on record, else as the producer sent it. */
export function sliceFigure(slice: SliceEvidence, metric: string) {
  if (isTestableRate(metric) && slice.confusion) {
    const { successes, n } = countRate(metric, slice.confusion);
    return { value: n > 0 ? successes / n : null, n, interval: wilsonInterval(successes, n) };
  }
  return { value: slice.metrics[metric] ?? null, n: metric === "recall" ? slice.positives : slice.n, interval: null };
}

/** The figures of every slice of the candidate, as results carry them. */
const sliceFigures = perEvidence((metric, { candidate }) =>
  candidate.slices.map((slice) => {
    const { value, n, interval } = sliceFigure(slice, metric);
    return {
      dimension: slice.dimension,
      name: sliceName(slice),
      value,
      n,
      observed: settled(value),
      interval: settledInterval(interval),
      standardError: standardErrorOf(interval),
    };
  }),
);

type Figures = ReturnType<typeof sliceFigures>[number];

function judgeSlice(gate: GateOf<"slice_floor">, { name, value, n, ...figures }: Figures): JudgedSlice {
  const isSmall = n !== null && n < gate.minimumSamples;
  const isUncounted = n === null && gate.minimumSamples > 0;
  const inside = value !== null && (gate.comparison === ">=" ? value >= gate.limit : value <= gate.limit);
  return {
    slice: name,
    outcome: value === null || isSmall || isUncounted ? "inconclusive" : inside ? "passed" : "failed",
    observed: figures.observed,
    baseline: null,
    difference: null,
    interval: figures.interval,
    test: "none",
    qValue: null,
    n,
    margin: value === null ? null : headroomOf(value, gate.comparison, gate.limit, null).margin,
    standardError: figures.standardError,
    isSmall,
  };
}

/** Judges a metric on every guarded slice of the candidate against one limit; the worst slice decides. */
export function judgeSliceFloor(gate: GateOf<"slice_floor">, evidence: Evidence): Judgement {
  const guarded = sliceFigures(gate.metric, evidence).filter(
    ({ dimension }) => gate.dimensions?.includes(dimension) ?? true,
  );
  const slices = guarded.map((figures) => judgeSlice(gate, figures)).sort(byUrgency);
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
