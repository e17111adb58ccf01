import type { z } from "zod";
import type { CiCheckKind } from "@/db/enums";
import type { policySchema } from "./policy";

export type PolicyDraft = z.input<typeof policySchema>;
export type GateDraft = PolicyDraft["gates"][number];

/** What every tier asks for. */
export const complete: GateDraft[] = [
  { id: "reproducibility", kind: "reproducibility", title: "Reproducibility", severity: "block" },
  { id: "owner", kind: "owner", title: "Owner", severity: "block" },
];

/** Nothing may be promoted whose code and data nobody can name, or that was evaluated on what it was trained on. */
export const traced = (severity: GateDraft["severity"]): GateDraft => ({
  id: "lineage",
  kind: "lineage",
  title: "Lineage",
  severity,
});

/** What medium and high tier share; the limits differ. */
type Limits = {
  auc: number;
  ece: number;
  brier: number;
  latencyMs: number;
  parity: number;
  odds: number;
  sliceLoss: number;
  dimensions: string[];
  maximumMinutes: number;
  checks: CiCheckKind[];
  checksDays: number;
  cardStatus: "approved" | "written";
  cardCompleteness: number;
  assessmentDays: number;
};

/**
 * What people and pipelines have to supply. These warn, so that a project can start before its pipelines report and its cards and
 * assessments are written; a bank raises them to `block` once they do.
 */
const supplied = (limits: Limits): GateDraft[] => [
  {
    id: "contract-live",
    kind: "contract",
    title: "Contract of the live version",
    severity: "warn",
    against: "live",
  },
  {
    id: "consumers-known",
    kind: "expression",
    title: "Consumers are known",
    severity: "warn",
    expression: "size(consumers) > 0",
    requirement: "At least one consumer of the model is registered",
    remedy: "Register who calls the model, on its page, with the schema they were built against.",
  },
  {
    id: "ci-checks",
    kind: "ci_checks",
    title: "CI checks",
    severity: "warn",
    require: limits.checks,
    maximumAgeDays: limits.checksDays,
  },
  {
    id: "model-card",
    kind: "model_card",
    title: "Model card",
    severity: "warn",
    status: limits.cardStatus,
    minimumCompleteness: limits.cardCompleteness,
  },
  {
    id: "risk-assessment",
    kind: "risk_assessment",
    title: "Risk assessment",
    severity: "warn",
    maximumAgeDays: limits.assessmentDays,
  },
  {
    id: "leakage",
    kind: "expression",
    title: "No input carries the model",
    severity: "warn",
    expression: "!candidate.importances.exists(input, candidate.importances[input] > 0.25)",
    requirement: "No single input accounts for more than 0.25 of ROC AUC, as an input known only afterwards would",
    remedy: "Log feature_importance with the run; leave out an input that is not known when the decision is taken.",
  },
];

/** The gates of medium and high tier, with their own limits. */
export const guarded = (limits: Limits): GateDraft[] => [
  {
    id: "roc-auc",
    kind: "metric_threshold",
    title: "ROC AUC",
    severity: "block",
    metric: "roc_auc",
    comparison: ">=",
    limit: limits.auc,
    minimumSamples: 1000,
  },
  { id: "latency-p95", kind: "latency", title: "Latency p95", severity: "block", maximumMs: limits.latencyMs },
  {
    id: "ece",
    kind: "calibration",
    title: "Calibration error (ECE)",
    severity: "block",
    measure: "ece",
    maximum: limits.ece,
    minimumSamples: 1000,
  },
  {
    id: "brier",
    kind: "calibration",
    title: "Brier score",
    severity: "block",
    measure: "brier",
    maximum: limits.brier,
    minimumSamples: 1000,
  },
  {
    id: "parity-sex",
    kind: "fairness",
    title: "Demographic parity difference, sex",
    severity: "block",
    attribute: "sex",
    measure: "demographic_parity_difference",
    limit: limits.parity,
  },
  {
    id: "odds-sex",
    kind: "fairness",
    title: "Equalized odds difference, sex",
    severity: "block",
    attribute: "sex",
    measure: "equalized_odds_difference",
    limit: limits.odds,
  },
  {
    id: "four-fifths-sex",
    kind: "fairness",
    title: "Four-fifths rule, sex",
    severity: "warn",
    attribute: "sex",
    measure: "demographic_parity_ratio",
    limit: 0.8,
  },
  {
    id: "recall-against-live",
    kind: "regression",
    title: "Recall against live, overall",
    severity: "block",
    metric: "recall",
    better: "higher",
    scope: "overall",
    tolerance: { kind: "absolute", value: 0.01 },
  },
  {
    id: "recall-slices-against-live",
    kind: "regression",
    title: "Recall against live, guarded slices",
    severity: "block",
    metric: "recall",
    better: "higher",
    scope: "slices",
    dimensions: limits.dimensions,
    tolerance: { kind: "absolute", value: limits.sliceLoss },
    smallSlices: "report",
  },
  ...complete,
  traced("block"),
  {
    id: "contract-consumers",
    kind: "contract",
    title: "Registered consumers",
    severity: "block",
    against: "consumers",
    minimumConsumers: 0,
  },
  { id: "findings", kind: "findings", title: "Open findings", severity: "block" },
  ...supplied(limits),
  {
    id: "rollback-plan",
    kind: "rollback_plan",
    title: "Rollback plan",
    severity: "block",
    maximumMinutes: limits.maximumMinutes,
  },
];
