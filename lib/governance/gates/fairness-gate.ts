import { formatCount, plural } from "@/lib/format";
import {
  demographicParityDifference,
  demographicParityRatio,
  equalizedOdds,
  type GroupConfusion,
  type GroupRates,
  groupRates,
} from "@/lib/stats/fairness";
import type { Evidence, VersionEvidence } from "./evidence";
import { ageSeconds, staleness } from "./figures";
import type { GateOf } from "./gate";
import { headroomOf, type Judgement, settled } from "./gate-result";
import { figureText, metricTitle } from "./numbers";

type Measure = GateOf<"fairness">["measure"];
type Group = { name: string; size: number; rates: GroupRates; counts: GroupConfusion };

/** Cases that the measure rests on: rows for selection rates, the smaller class for error rates. */
const sizeFor = (measure: Measure, { tp, fp, fn, tn }: GroupConfusion): number =>
  measure === "equalized_odds_difference" ? Math.min(tp + fn, fp + tn) : tp + fp + fn + tn;

function groupsOf(
  version: VersionEvidence,
  attribute: string,
  measure: Measure,
): { counted: Group[]; uncounted: string[] } {
  const slices = version.slices.filter((slice) => slice.dimension === attribute);
  return {
    counted: slices.flatMap(({ value, confusion }) =>
      confusion
        ? [{ name: value, size: sizeFor(measure, confusion), rates: groupRates(confusion), counts: confusion }]
        : [],
    ),
    uncounted: slices.filter((slice) => slice.confusion === null).map((slice) => slice.value),
  };
}

function measured(measure: Measure, groups: readonly Group[]): number | null {
  const rates = groups.map((group) => group.rates);
  if (groups.length < 2) return null;
  if (measure === "demographic_parity_ratio") return demographicParityRatio(rates);
  return measure === "demographic_parity_difference"
    ? demographicParityDifference(rates)
    : equalizedOdds(rates).difference;
}

/** Standard error of a difference between the two extreme groups; null for a ratio, whose error is not symmetric. */
function standardError(measure: Measure, groups: readonly Group[]): number | null {
  if (measure === "demographic_parity_ratio") return null;
  const odds = equalizedOdds(groups.map((group) => group.rates));
  const onTpr = odds.tprDifference >= odds.fprDifference;
  const points = groups.map(({ rates, counts }) => {
    if (measure === "demographic_parity_difference") return { rate: rates.selectionRate ?? 0, n: rates.n };
    return onTpr
      ? { rate: rates.tpr ?? 0, n: counts.tp + counts.fn }
      : { rate: rates.fpr ?? 0, n: counts.fp + counts.tn };
  });
  points.sort((a, b) => a.rate - b.rate);
  const ends = [points[0], points.at(-1)];
  return Math.sqrt(ends.reduce((sum, end) => sum + (end ? (end.rate * (1 - end.rate)) / end.n : 0), 0));
}

/** Judges a fairness measure over the groups of one attribute. Groups too small to judge never let it pass. */
export function judgeFairness(gate: GateOf<"fairness">, evidence: Evidence): Judgement {
  const { attribute, measure, limit, minimumGroupSize } = gate;
  const comparison = measure === "demographic_parity_ratio" ? ">=" : "<=";
  const { counted, uncounted } = groupsOf(evidence.candidate, attribute, measure);
  const live = evidence.live ? groupsOf(evidence.live, attribute, measure).counted : [];
  const large = counted.filter((group) => group.size >= minimumGroupSize);
  const small = counted.filter((group) => group.size < minimumGroupSize);
  const recorded = evidence.candidate.fairness[attribute]?.[measure] ?? null;
  const useRecorded = counted.length === 0 && minimumGroupSize === 0;
  const lost = useRecorded
    ? []
    : live.filter((group) => !counted.some((own) => own.name === group.name) && !uncounted.includes(group.name));
  const observed = useRecorded ? recorded : measured(measure, large);
  const about = {
    limit,
    comparison,
    observed: settled(observed),
    baseline: settled(
      measured(
        measure,
        live.filter((group) => group.size >= minimumGroupSize),
      ),
    ),
    n: counted.length === 0 ? null : counted.reduce((sum, group) => sum + group.rates.n, 0),
    evidenceRefs: [`run:${evidence.candidate.runId}/fairness/${attribute}`],
    ageSeconds: ageSeconds(evidence),
  } as const;
  const name = `${metricTitle(measure)} by ${attribute}`;
  const stale = staleness(evidence, gate.maximumAgeDays);
  if (stale) return { ...about, ...stale };
  if (counted.length === 0 && !useRecorded) {
    const sentence = `${name} cannot be judged: the counts of its groups are not on record, so their size is unknown.`;
    return { ...about, outcome: "inconclusive", sentence };
  }
  if (observed === null) {
    const why =
      large.length < 2 ? `${plural(large.length, "group")} large enough, two are needed` : "nobody is selected";
    return { ...about, outcome: "inconclusive", sentence: `${name} cannot be judged: ${why}.` };
  }
  const passed = comparison === ">=" ? observed >= limit : observed <= limit;
  const required = `${comparison === ">=" ? "at least" : "at most"} ${figureText(measure, limit)} is required`;
  const headroom = headroomOf(observed, comparison, limit, useRecorded ? null : standardError(measure, large));
  const open = [
    ...small.map((group) => `${group.name} (${formatCount(group.size)})`),
    ...[...uncounted, ...lost.map((group) => group.name)].map((value) => `${value} (no counts)`),
  ];
  if (passed && open.length > 0) {
    const sentence = `${name} is ${figureText(measure, observed)} without groups too small to judge: ${open.join(", ")}; ${formatCount(minimumGroupSize)} are needed.`;
    return { ...about, ...headroom, outcome: "inconclusive", sentence };
  }
  return {
    ...about,
    ...headroom,
    outcome: passed ? "passed" : "failed",
    sentence: `${name} is ${figureText(measure, observed)}; ${required}.`,
  };
}
