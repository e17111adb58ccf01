import { type Evidence, evidenceFigure, evidenceSchema, type VersionEvidence } from "./evidence";

export type SlicePart = { tp: number; fn: number; fp?: number; tn?: number };
export const sliceOf = (
  value: string,
  { tp, fn, fp = 10, tn = 890 }: SlicePart,
  dimension = "sex",
): VersionEvidence["slices"][number] => ({
  dimension,
  value,
  n: tp + fn + fp + tn,
  positives: tp + fn,
  metrics: { recall: evidenceFigure(tp / (tp + fn)) },
  confusion: { tp, fn, fp, tn },
});
export const metricOf = (
  key: string,
  value: number | null,
  more: Partial<VersionEvidence["metrics"][number]> = {},
) => ({
  key,
  value,
  interval: null,
  n: 2000,
  standardError: null,
  ...more,
});
export const version = (label: string, more: Partial<VersionEvidence> = {}): VersionEvidence => ({
  versionId: label,
  label,
  runId: `run-${label}`,
  measuredAt: "2026-11-20T12:00:00.000Z",
  evaluationDigest: "sha256:eval",
  axes: {
    code_commit: "c",
    dataset_snapshot: "d",
    feature_definitions: "f",
    hyperparameters: "h",
    runtime_image: "i",
    seed_policy: "s",
  },
  metrics: [
    metricOf("accuracy", 0.86, { interval: [0.85, 0.87] }),
    metricOf("latency_p95_ms", 8, { n: 40 }),
    metricOf("ece", 0.01),
  ],
  confusion: { tp: 160, fn: 40, fp: 20, tn: 1780 },
  slices: [sliceOf("Female", { tp: 80, fn: 20 }), sliceOf("Male", { tp: 80, fn: 20 })],
  fairness: {},
  importances: [],
  ...more,
});
export const evidence = (more: Partial<Evidence> = {}, candidate: Partial<VersionEvidence> = {}): Evidence =>
  evidenceSchema.parse({
    format: "countersign.evidence/1",
    gatheredAt: "2026-11-23T12:00:00.000Z",
    environment: "production",
    riskTier: "high",
    candidate: version("8", candidate),
    live: version("7"),
    paired: null,
    owner: { userId: "u", name: "Dana Osei", isActive: true },
    rollbackPlan: {
      summary: "back",
      returnsTo: "model 7",
      ownerName: "Dana Osei",
      minutes: 5,
      triggers: [{ condition: "errors", ownerName: "Dana Osei" }],
    },
    waivers: [],
    ...more,
  });
