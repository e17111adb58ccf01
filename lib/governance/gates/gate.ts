import { z } from "zod";
import { axes, ciCheckKinds, findingSeverities, type GateKind, gateSeverities } from "@/db/enums";
import { expressionText } from "./expression";

/** The direction in which a metric gets better; kept in the gate so that a stored policy explains itself. */
const better = z.enum(["higher", "lower"]);
const share = z.number().min(0).max(1);
const key = z.string().trim().min(1).max(250);
const rows = z.number().int().min(0).max(1_000_000_000);

const base = {
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,79}$/, "Use lower-case letters, digits, - and _, at most 80 characters"),
  title: z.string().trim().min(1).max(120),
  severity: z.enum(gateSeverities),
  /** Why the gate is there and where its limit comes from, for whoever has to change it. */
  rationale: z.string().trim().max(2000).optional(),
  /** Whether a risk officer may waive it for a version and a time when it does not pass. */
  waivable: z.boolean().default(true),
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
  maximumAgeDays,
});

const seedSpread = z.object({
  ...base,
  kind: z.literal("seed_spread"),
  metric: key,
  comparison: z.enum([">=", "<="]),
  limit: z.number(),
  /** Fewer runs of the recipe with different seeds than this are too few to judge. */
  minimumSeeds: z.number().int().min(2).max(100).default(3),
  /** Confidence of the interval of the mean over seeds; its worse end is judged. */
  confidence: z.number().gt(0.5).lt(1).default(0.95),
  maximumAgeDays,
});

const reproducibility = z.object({
  ...base,
  kind: z.literal("reproducibility"),
  axes: z
    .array(z.enum(axes))
    .min(1)
    .default([...axes]),
});

export const lineageParts = [
  "code",
  "training_data",
  "evaluation_data",
  "feature_definitions",
  "label",
  "sources",
] as const;
export type LineagePart = (typeof lineageParts)[number];

const lineage = z.object({
  ...base,
  kind: z.literal("lineage"),
  require: z
    .array(z.enum(lineageParts))
    .min(1)
    .default(["code", "training_data", "evaluation_data", "feature_definitions"]),
  /** The evaluation data has to be another snapshot than the training data. */
  separateEvaluation: z.boolean().default(true),
});

const contract = z.object({
  ...base,
  kind: z.literal("contract"),
  /** Whom a change must not break: callers of the live version, or the registered consumers. */
  against: z.enum(["live", "consumers"]),
  /** `backward`: every call that works keeps working; `identical`: no field may change. */
  compatibility: z.enum(["backward", "identical"]).default("backward"),
  /** Fewer registered consumers than this are too few to judge; only for `consumers`. */
  minimumConsumers: z.number().int().min(0).max(1000).default(1),
});

const ciChecks = z.object({
  ...base,
  kind: z.literal("ci_checks"),
  require: z
    .array(z.enum(ciCheckKinds))
    .min(1)
    .default([...ciCheckKinds]),
  /** What a check has to be about: the commit of the run, the version itself, or either. */
  on: z.enum(["commit", "version", "either"]).default("either"),
  /** A passed check that ran fewer tests than this is too small to judge. */
  minimumTests: rows.default(1),
  maximumAgeDays,
});

const modelCard = z.object({
  ...base,
  kind: z.literal("model_card"),
  /** `approved`: the revision that stands has to be the approved one; `written`: complete is enough. */
  status: z.enum(["approved", "written"]).default("approved"),
  minimumCompleteness: share.default(1),
  maximumStaleFigures: rows.default(0),
  maximumAgeDays,
});

const riskAssessment = z.object({
  ...base,
  kind: z.literal("risk_assessment"),
  /** The person who signed it off has to stand outside the conflict set of the promotion. */
  independentValidator: z.boolean().default(true),
  /** Open findings that block, raised with the assessment, fail it. */
  blockingFindings: z.enum(["fail", "ignore"]).default("fail"),
  maximumAgeDays,
});

const findings = z.object({
  ...base,
  kind: z.literal("findings"),
  /** An open finding of this severity or above fails; one that says it blocks always does. */
  failFrom: z.enum(findingSeverities).default("high"),
  /** A finding that is not closed past its due date fails, whatever its severity. */
  failOverdue: z.boolean().default(true),
});

const owner = z.object({ ...base, kind: z.literal("owner") });

const rollbackPlan = z.object({
  ...base,
  kind: z.literal("rollback_plan"),
  /** Longest time back to safety that the plan may take; null = any. */
  maximumMinutes: z.number().positive().nullable().default(null),
});

const expression = z.object({
  ...base,
  kind: z.literal("expression"),
  /** CEL over the evidence, true = passed. See docs/gates.md for what it may read. */
  expression: expressionText,
  /** What has to hold, in words: shown as the requirement. */
  requirement: z.string().trim().min(1).max(300),
  /** What to do when it does not hold or cannot be judged. */
  remedy: z.string().trim().max(500).default(""),
  minimumSamples,
  maximumAgeDays,
});

/** One gate of a policy: what is judged, its limit, and whether it blocks or warns. */
export const gateSchema = z.discriminatedUnion("kind", [
  metricThreshold,
  latency,
  calibration,
  fairness,
  sliceFloor,
  regression,
  seedSpread,
  reproducibility,
  lineage,
  contract,
  ciChecks,
  modelCard,
  riskAssessment,
  findings,
  owner,
  rollbackPlan,
  expression,
]);

export type Gate = z.output<typeof gateSchema>;
export type GateOf<Kind extends GateKind> = Extract<Gate, { kind: Kind }>;
