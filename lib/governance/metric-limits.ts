import type { Policy } from "./policy";

/** A limit that a gate sets for an overall metric. */
export type MetricLimit = { metric: string; comparison: ">=" | "<="; at: number };

/** The limits of a policy on overall metrics: thresholds, latency and calibration gates. */
export function metricLimits(policy: Pick<Policy, "gates">): MetricLimit[] {
  return policy.gates.flatMap((gate): MetricLimit[] => {
    if (gate.kind === "metric_threshold") return [{ metric: gate.metric, comparison: gate.comparison, at: gate.limit }];
    if (gate.kind === "latency") return [{ metric: gate.metric, comparison: "<=", at: gate.maximumMs }];
    if (gate.kind === "calibration") return [{ metric: gate.measure, comparison: "<=", at: gate.maximum }];
    return [];
  });
}
