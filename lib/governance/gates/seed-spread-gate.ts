import { formatCount, formatPercent, plural } from "@/lib/format";
import { meanInterval } from "@/lib/stats/mean-interval";
import type { Evidence } from "./evidence";
import type { SeedEvidence } from "./evidence-of-runs";
import { ageSeconds, staleness } from "./figures";
import type { GateOf } from "./gate";
import { headroomOf, type Judgement, settled } from "./gate-result";
import { figureText, metricTitle } from "./numbers";

/** One figure for each seed: runs without a seed or a figure do not count, and of two with one seed the newer does. */
export function seedFigures(seeds: readonly SeedEvidence[], metric: string): { run: SeedEvidence; value: number }[] {
  const bySeed = new Map<number, { run: SeedEvidence; value: number }>();
  for (const run of seeds) {
    const value = run.metrics[metric];
    if (run.seed === null || value === undefined || !Number.isFinite(value)) continue;
    const before = bySeed.get(run.seed);
    if (!before || Date.parse(before.run.measuredAt) < Date.parse(run.measuredAt)) bySeed.set(run.seed, { run, value });
  }
  return [...bySeed.values()].sort((a, b) => (a.run.seed ?? 0) - (b.run.seed ?? 0));
}

/** Judges the worse end of the interval of a metric's mean over seeds, so that a lucky seed decides nothing. */
export function judgeSeedSpread(gate: GateOf<"seed_spread">, evidence: Evidence): Judgement {
  const { metric, comparison, limit, minimumSeeds, confidence } = gate;
  const found = seedFigures(evidence.seeds, metric);
  const name = metricTitle(metric);
  const about = {
    limit,
    comparison,
    n: found.length,
    evidenceRefs: found.map(({ run }) => `run:${run.runId}/metric/${metric}`),
    ageSeconds: ageSeconds(evidence),
  };
  const open = (sentence: string): Judgement => ({ ...about, outcome: "inconclusive", sentence });
  if (found.length < minimumSeeds)
    return open(
      `${name} is on record for ${plural(found.length, "seed")} of this recipe; ${formatCount(minimumSeeds)} are needed.`,
    );
  const stale = staleness(evidence, gate.maximumAgeDays);
  if (stale) return { ...about, ...stale };
  const spread = meanInterval(
    found.map(({ value }) => value),
    confidence,
  );
  if (!spread) return open(`${name} over ${plural(found.length, "seed")} has no interval.`);
  const judged = comparison === ">=" ? spread.interval[0] : spread.interval[1];
  const passed = comparison === ">=" ? judged >= limit : judged <= limit;
  const half = (spread.interval[1] - spread.interval[0]) / 2;
  return {
    ...about,
    observed: settled(judged),
    ...headroomOf(judged, comparison, limit, spread.standardError),
    outcome: passed ? "passed" : "failed",
    sentence: `${name} over ${plural(found.length, "seed")} is ${figureText(metric, spread.mean)} ± ${figureText(metric, half)} (${formatPercent(confidence, 0)}); its worse end ${figureText(metric, judged)} has to be ${comparison === ">=" ? "at least" : "at most"} ${figureText(metric, limit)}.`,
  };
}
