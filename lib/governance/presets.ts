import type { RiskTier } from "@/db/enums";
import { type Policy, policySchema } from "./policy";
import { complete, guarded, type PolicyDraft, traced } from "./preset-gates";

const low: PolicyDraft = {
  format: "countersign.policy/1",
  name: "Low risk",
  description:
    "Internal use, no decision about people. One approval; the version must not be clearly worse than what is live.",
  tiers: ["low"],
  gates: [
    {
      id: "roc-auc",
      kind: "metric_threshold",
      title: "ROC AUC",
      severity: "block",
      metric: "roc_auc",
      comparison: ">=",
      limit: 0.8,
    },
    { id: "latency-p95", kind: "latency", title: "Latency p95", severity: "warn", maximumMs: 250 },
    {
      id: "roc-auc-against-live",
      kind: "regression",
      title: "ROC AUC against live",
      severity: "block",
      metric: "roc_auc",
      better: "higher",
      scope: "overall",
      tolerance: { kind: "absolute", value: 0.01 },
    },
    ...complete,
    traced("warn"),
    {
      id: "ci-checks",
      kind: "ci_checks",
      title: "Training smoke test",
      severity: "warn",
      require: ["training_smoke"],
      maximumAgeDays: 90,
    },
    { id: "rollback-plan", kind: "rollback_plan", title: "Rollback plan", severity: "block" },
  ],
  approval: { quorum: 1, expiresAfterDays: 14 },
};

const medium: PolicyDraft = {
  format: "countersign.policy/1",
  name: "Medium risk",
  description: "Supports decisions about people that a person takes. Two approvals, one of them from risk.",
  tiers: ["medium"],
  gates: guarded({
    auc: 0.85,
    ece: 0.05,
    brier: 0.15,
    latencyMs: 200,
    parity: 0.25,
    odds: 0.2,
    sliceLoss: 0.05,
    dimensions: ["sex", "hours_band"],
    maximumMinutes: 60,
    checks: ["transformation_tests", "schema_compatibility"],
    checksDays: 90,
    cardStatus: "written",
    cardCompleteness: 0.75,
    assessmentDays: 730,
  }),
  approval: { quorum: 2, requiredRoles: ["risk_officer"], expiresAfterDays: 7 },
};

const high: PolicyDraft = {
  format: "countersign.policy/1",
  name: "High risk",
  description:
    "Decides about people, or is costly to undo. Two approvals from different groups, fresh sign-in, cooling-off time.",
  tiers: ["high"],
  gates: [
    {
      id: "accuracy",
      kind: "metric_threshold",
      title: "Accuracy",
      severity: "block",
      metric: "accuracy",
      comparison: ">=",
      limit: 0.85,
      minimumSamples: 1000,
    },
    ...guarded({
      auc: 0.9,
      ece: 0.02,
      brier: 0.11,
      latencyMs: 50,
      parity: 0.2,
      odds: 0.12,
      sliceLoss: 0.05,
      dimensions: ["sex", "hours_band", "age_band"],
      maximumMinutes: 15,
      checks: ["transformation_tests", "schema_compatibility", "training_smoke", "inference_contract"],
      checksDays: 30,
      cardStatus: "approved",
      cardCompleteness: 1,
      assessmentDays: 365,
    }),
    {
      id: "roc-auc-seeds",
      kind: "seed_spread",
      title: "ROC AUC over seeds",
      severity: "warn",
      metric: "roc_auc",
      comparison: ">=",
      limit: 0.89,
    },
    {
      id: "recall-floor",
      kind: "slice_floor",
      title: "Recall of every guarded slice",
      severity: "block",
      metric: "recall",
      comparison: ">=",
      limit: 0.25,
      dimensions: ["sex", "hours_band"],
    },
    {
      id: "recall-race-against-live",
      kind: "regression",
      title: "Recall against live, race",
      severity: "warn",
      metric: "recall",
      better: "higher",
      scope: "slices",
      dimensions: ["race", "sex_x_race"],
      tolerance: { kind: "absolute", value: 0.05 },
    },
  ],
  approval: {
    quorum: 2,
    requiredRoles: ["risk_officer"],
    distinctGroups: 2,
    reauthenticationMinutes: 5,
    coolingOffMinutes: 60,
    expiresAfterDays: 7,
  },
};

/** A policy to start from for each risk tier; limits are a bank's to set, the metric names are those of tabular classifiers. */
export const policyPresets: Readonly<Record<RiskTier, Policy>> = {
  low: policySchema.parse(low),
  medium: policySchema.parse(medium),
  high: policySchema.parse(high),
};
