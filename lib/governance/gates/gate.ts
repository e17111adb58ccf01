import { z } from "zod";
import { axes, type GateKind, gateSeverities } from "@/db/enums";

/** The direction in which a metric gets better; kept in the gate so that a stored policy explains itself. */
const better = z.enum(["higher", "lower"]);
const share = z.number().min(0).max(1);
const key = z.string().trim().min(1).max(250);
const rows = z.number().int().min(0).max(1_000_000_000);

const base = {
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,79}$/, "Use lower-case letters, digits, - and _, at most 80 characters"),
  title: z.string().trim().min(1).max(120),
  severity: z.enum(gateSeverities),
};

/** Evidence older than this many days is stale; null = age does not matter. */
const maximumAgeDays = z.number().positive().max(3650).nullable().default(null);
/** Fewer cases behind the figure than this are too few to judge. */
const minimumSamples = rows.default(0);

const metricThreshold = z.object({
  ...base,
  kind: z.literal("metric_threshold"),
  metric: key,
  comparison: z.enum([">=", "<="]),
  limit: z.number(),
  /** `bound` judges the worse end of the 95 % interval instead of the estimate. */
  judge: z.enum(["estimate", "bound"]).default("estimate"),
  minimumSamples,
  maximumAgeDays,
});

const latency = z.object({
  ...base,
  kind: z.literal("latency"),
  metric: key.default("latency_p95_ms"),
  maximumMs: z.number().positive(),
  minimumSamples,
  maximumAgeDays,
});

const calibration = z.object({
  ...base,
  kind: z.literal("calibration"),
  measure: z.enum(["ece", "brier"]),
  maximum: share,
  minimumSamples,
  maximumAgeDays,
});

export const fairnessMeasures = [
  "demographic_parity_difference",
  "demographic_parity_ratio",
  "equalized_odds_difference",
] as const;

const fairness = z.object({
  ...base,
  kind: z.literal("fairness"),
  attribute: key,
  measure: z.enum(fairnessMeasures),
  /** Largest difference, or smallest ratio, that is allowed. */
  limit: share,
  minimumGroupSize: rows.default(50),
  maximumAgeDays,
});

/** What slices with too few cases do: hold the gate open, or be listed without deciding. */
const smallSlices = z.enum(["inconclusive", "report"]).default("inconclusive");
const dimensions = z.array(key).min(1).max(50).nullable().default(null);

const sliceFloor = z.object({
  ...base,
  kind: z.literal("slice_floor"),
  metric: key,
  comparison: z.enum([">=", "<="]),
  limit: z.number(),
  /** Slice dimensions that are judged; null = all. */
  dimensions,
  minimumSamples: rows.default(50),
  smallSlices,
  maximumAgeDays,
});

const regression = z.object({
  ...base,
  kind: z.literal("regression"),
  metric: key,
  better,
  scope: z.enum(["overall", "slices"]),
  dimensions,
  /** How much worse than live is allowed: as a difference, or as a share of the live value. */
  tolerance: z.object({ kind: z.enum(["absolute", "relative"]), value: z.number().min(0) }),
  /** False discovery rate at which a loss beyond the tolerance counts as real. */
  alpha: z.number().gt(0).lt(1).default(0.05),
  minimumSamples: rows.default(50),
  smallSlices,
});

const reproducibility = z.object({
  ...base,
  kind: z.literal("reproducibility"),
  axes: z
    .array(z.enum(axes))
    .min(1)
    .default([...axes]),
});

const owner = z.object({ ...base, kind: z.literal("owner") });

const rollbackPlan = z.object({
  ...base,
  kind: z.literal("rollback_plan"),
  /** Longest time back to safety that the plan may take; null = any. */
  maximumMinutes: z.number().positive().nullable().default(null),
});

/** One gate of a policy: what is judged, its limit, and whether it blocks or warns. */
export const gateSchema = z.discriminatedUnion("kind", [
  metricThreshold,
  latency,
  calibration,
  fairness,
  sliceFloor,
  regression,
  reproducibility,
  owner,
  rollbackPlan,
]);

export type Gate = z.output<typeof gateSchema>;
export type GateOf<Kind extends GateKind> = Extract<Gate, { kind: Kind }>;
