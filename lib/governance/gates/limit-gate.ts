import { formatCount } from "@/lib/format";
import type { Evidence } from "./evidence";
import { ageSeconds, type Figure, figureOf, staleness } from "./figures";
import { headroomOf, type Judgement, settled } from "./gate-result";
import { figureText, metricTitle } from "./numbers";

export type Limit = {
  metric: string;
  comparison: ">=" | "<=";
  limit: number;
  judge: "estimate" | "bound";
  minimumSamples: number;
  maximumAgeDays: number | null;
};

/** Why there are too few cases, or null when there are enough. */
export function tooFew(n: number | null, minimum: number): string | null {
  if (minimum === 0 || (n !== null && n >= minimum)) return null;
  return n === null
    ? `How many cases are behind it is not on record; ${formatCount(minimum)} are needed.`
    : `${formatCount(n)} of ${formatCount(minimum)} cases needed.`;
}

function boundOf(figure: Figure, limit: Limit): number | null {
  if (limit.judge === "estimate") return figure.value;
  return figure.interval ? figure.interval[limit.comparison === ">=" ? 0 : 1] : null;
}

/** Judges one overall metric of the candidate against a fixed limit. */
export function judgeLimit(limit: Limit, evidence: Evidence): Judgement {
  const figure = figureOf(evidence.candidate, limit.metric);
  const name = metricTitle(limit.metric);
  const text = (value: number) => figureText(limit.metric, value);
  const allowed = `${limit.comparison === ">=" ? "at least" : "at most"} ${text(limit.limit)}`;
  const about = {
    limit: limit.limit,
    comparison: limit.comparison,
    baseline: evidence.live ? settled(figureOf(evidence.live, limit.metric).value) : null,
    n: figure.n,
    evidenceRefs: [figure.ref],
    ageSeconds: ageSeconds(evidence),
  };
  if (figure.value === null) {
    return {
      ...about,
      outcome: "inconclusive",
      sentence: `${name} is not on record as a number; ${allowed} is required.`,
    };
  }
  const observed = settled(figure.value);
  const few = tooFew(figure.n, limit.minimumSamples);
  if (few)
    return {
      ...about,
      observed,
      outcome: "inconclusive",
      sentence: `${name} ${text(figure.value)} cannot be judged. ${few}`,
    };
  const stale = staleness(evidence, limit.maximumAgeDays);
  if (stale) return { ...about, observed, ...stale };
  const judged = boundOf(figure, limit);
  if (judged === null) {
    return {
      ...about,
      observed,
      outcome: "inconclusive",
      sentence: `${name} has no interval on record, and its worse end is what counts.`,
    };
  }
  const passed = limit.comparison === ">=" ? judged >= limit.limit : judged <= limit.limit;
  const what =
    limit.judge === "bound" ? `The worse end of ${name}'s interval is ${text(judged)}` : `${name} is ${text(judged)}`;
  return {
    ...about,
    observed: settled(judged),
    ...headroomOf(judged, limit.comparison, limit.limit, figure.standardError),
    outcome: passed ? "passed" : "failed",
    sentence: `${what}; ${allowed} is required.`,
  };
}
