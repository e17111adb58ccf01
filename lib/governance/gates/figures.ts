import { wilsonInterval } from "@/lib/stats/intervals";
import { countRate, isTestableRate } from "@/lib/stats/rate-comparison";
import type { Evidence, MetricEvidence, VersionEvidence } from "./evidence";
import type { Judgement } from "./gate-result";

const z95 = 1.959963984540054;
const day = 86_400;
/** Seconds by which a producer's clock may run ahead. */
const clockSkew = 300;

/** A figure with what is needed to judge it. */
export type Figure = {
  value: number | null;
  interval: readonly [number, number] | null;
  n: number | null;
  standardError: number | null;
  ref: string;
};

/** The standard error that a 95 % interval speaks of. */
export const standardErrorOf = (interval: readonly [number, number] | null): number | null =>
  interval ? (interval[1] - interval[0]) / (2 * z95) : null;

/** A metric of a version; shares of rows get n, interval and standard error from their counts where those are on record. */
export function figureOf(version: VersionEvidence, key: string): Figure {
  const found: MetricEvidence | undefined = version.metrics.find((metric) => metric.key === key);
  const ref = `run:${version.runId}/metric/${key}`;
  if (!found) return { value: null, interval: null, n: null, standardError: null, ref };
  const counts = version.confusion && isTestableRate(key) ? countRate(key, version.confusion) : null;
  const interval = found.interval ?? (counts ? wilsonInterval(counts.successes, counts.n) : null);
  return {
    value: found.value,
    interval,
    n: found.n ?? counts?.n ?? null,
    standardError: found.standardError ?? standardErrorOf(interval),
    ref,
  };
}

/** Seconds between measurement and gathering; null when the time of measurement is not on record. */
export function ageSeconds(evidence: Evidence): number | null {
  const { measuredAt } = evidence.candidate;
  return measuredAt === null ? null : Math.round((Date.parse(evidence.gatheredAt) - Date.parse(measuredAt)) / 1000);
}

/** Why evidence cannot be judged: too old or of unknown age; null when its age is fine. */
export function staleness(evidence: Evidence, maximumAgeDays: number | null): Judgement | null {
  if (maximumAgeDays === null) return null;
  const age = ageSeconds(evidence);
  if (age === null)
    return {
      outcome: "inconclusive",
      sentence: "When this was measured is not on record, so its age cannot be judged.",
    };
  if (age < -clockSkew)
    return {
      outcome: "inconclusive",
      sentence: "Measured in the future by the producer's clock, so its age cannot be judged.",
    };
  if (age <= maximumAgeDays * day) return null;
  return {
    outcome: "inconclusive",
    sentence: `Measured ${Math.floor(age / day)} days ago; at most ${maximumAgeDays} days are allowed. Evaluate the version again.`,
  };
}
