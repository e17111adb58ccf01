import { axes, ciCheckKinds } from "@/db/enums";
import type { Evidence } from "./evidence";
import type { FieldEvidence } from "./evidence-of-runs";
import { evidence, metricOf, version } from "./evidence-testing";

const gathered = "2026-11-23T12:00:00.000Z";
const recent = "2026-11-20T12:00:00.000Z";

export const field = (name: string | null, type = "double", more: Partial<FieldEvidence> = {}): FieldEvidence => ({
  name,
  type,
  required: true,
  dtype: null,
  shape: null,
  ...more,
});

export const check = (more: Partial<Evidence["checks"][number]> = {}): Evidence["checks"][number] => ({
  id: `check-${more.kind ?? "x"}-${more.name ?? "pytest"}`,
  kind: "transformation_tests",
  name: "pytest",
  status: "passed",
  commit: "c",
  versionId: null,
  url: "https://ci.example.test/1",
  summary: null,
  total: 12,
  failed: 0,
  reportedAt: recent,
  ...more,
});

export const card = (more: Partial<NonNullable<Evidence["card"]>> = {}): NonNullable<Evidence["card"]> => ({
  status: "approved",
  revision: 3,
  approvedRevision: 3,
  completeness: 1,
  missingSections: [],
  staleFigures: 0,
  updatedAt: recent,
  ...more,
});

export const risk = (more: Partial<NonNullable<Evidence["risk"]>> = {}): NonNullable<Evidence["risk"]> => ({
  status: "signed_off",
  revision: 2,
  tier: "high",
  signedOffAt: recent,
  validatorName: "Ines Okafor",
  validatorPersonId: "p-ines",
  validatorIsIndependent: true,
  reviewDueAt: "2027-05-01T00:00:00.000Z",
  openTriggers: 0,
  ...more,
});

export const finding = (more: Partial<NonNullable<Evidence["findings"]>[number]> = {}) => ({
  id: `finding-${more.title ?? "x"}`,
  title: "Older applicants are found less often",
  severity: "high" as const,
  state: "open" as const,
  ownerName: "Marta Lind",
  dueAt: "2027-01-01T00:00:00.000Z",
  blocks: false,
  ...more,
});

export const seed = (value: number, accuracy = 0.86) => ({
  runId: `run-seed-${value}`,
  name: `seed ${value}`,
  seed: value,
  measuredAt: recent,
  metrics: { accuracy },
});

export const signature = { inputs: [field("age"), field("hours")], outputs: [field(null, "long")] };

/** Evidence on which a gate of every kind passes. */
export const completeEvidence = (more: Partial<Evidence> = {}): Evidence =>
  evidence({
    gatheredAt: gathered,
    candidate: version("8", {
      metrics: [...version("8").metrics, metricOf("roc_auc", 0.91), metricOf("brier", 0.1)],
      fairness: {},
    }),
    contract: { candidate: signature, candidateProblem: null, live: signature },
    consumers: [
      {
        id: "desk",
        name: "Case worker desk",
        ownerName: "Dana Osei",
        sends: [field("age"), field("hours")],
        expects: [field(null, "long")],
        registeredAt: recent,
      },
    ],
    lineage: {
      code: { commit: "c", repository: "git.example.test/census", entryPoint: "train" },
      trainingData: { digest: "sha256:train", name: "adult-train" },
      evaluationData: { digest: "sha256:eval", name: "adult-eval" },
      featureDefinitions: "v1",
      label: "income",
      sources: [{ name: "census.person", version: "2026-08" }],
    },
    seeds: [seed(11, 0.86), seed(23, 0.861), seed(47, 0.859)],
    checks: ciCheckKinds.map((kind) => check({ kind })),
    card: card(),
    risk: risk(),
    findings: [],
    ...more,
  });

/** One gate of every kind that passes on complete evidence; contract twice, since it asks two questions. */
export const passingGates: readonly Record<string, unknown>[] = [
  {
    kind: "metric_threshold",
    metric: "accuracy",
    comparison: ">=",
    limit: 0.8,
    minimumSamples: 100,
    maximumAgeDays: 30,
  },
  { kind: "latency", maximumMs: 100, minimumSamples: 10, maximumAgeDays: 30 },
  { kind: "calibration", measure: "ece", maximum: 0.05, minimumSamples: 100, maximumAgeDays: 30 },
  { kind: "fairness", attribute: "sex", measure: "equalized_odds_difference", limit: 0.1, maximumAgeDays: 30 },
  { kind: "slice_floor", metric: "recall", comparison: ">=", limit: 0.5, maximumAgeDays: 30 },
  {
    kind: "regression",
    metric: "recall",
    better: "higher",
    scope: "slices",
    tolerance: { kind: "absolute", value: 0.05 },
    maximumAgeDays: 30,
  },
  { kind: "seed_spread", metric: "accuracy", comparison: ">=", limit: 0.85, maximumAgeDays: 30 },
  { kind: "reproducibility", axes: [...axes] },
  { kind: "lineage", require: ["code", "training_data", "evaluation_data", "feature_definitions", "label", "sources"] },
  { kind: "contract", against: "live" },
  { kind: "contract", against: "consumers" },
  { kind: "ci_checks", maximumAgeDays: 30 },
  { kind: "model_card", maximumAgeDays: 30 },
  { kind: "risk_assessment", maximumAgeDays: 30 },
  { kind: "findings" },
  { kind: "owner" },
  { kind: "rollback_plan", maximumMinutes: 15 },
  {
    kind: "expression",
    expression: "candidate.metrics.accuracy > 0.8 && candidate.slices.all(s, s.metrics.recall > 0.5)",
    requirement: "Accurate everywhere",
    minimumSamples: 100,
    maximumAgeDays: 30,
  },
];
