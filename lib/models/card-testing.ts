import type { Db } from "@/db/client";
import { runMetrics, runSlices } from "@/db/schema";
import { emptyCard } from "./card";
import { requiredSections } from "./card-completeness";
import type { CardEvidence } from "./card-figure";

const at = new Date("2026-11-23T09:00:00Z");

/** Evidence of one run, made by hand for tests of pure rules. */
export function evidenceFor(change: { recall?: number; runName?: string } = {}): CardEvidence {
  const run = {
    projectId: 1,
    id: "run-1",
    experimentId: "exp",
    name: change.runName ?? "lr-v1",
    intent: null,
    algorithm: "LogisticRegression",
    status: "FINISHED",
    ownerUserId: null,
    ownerName: null,
    startedAt: at,
    endedAt: null,
    durationSeconds: null,
    error: null,
    codeCommit: "6460091",
    datasetSnapshot: "sha256:train",
    featureDefinitions: "v1.0.0",
    hyperparameters: "sha256:h",
    runtimeImage: null,
    seedPolicy: "fixed",
    axisDetails: {
      dataset: { trainName: "adult-train", evalName: "adult-test", label: "income", positiveLabel: ">50K" },
    },
    evalDatasetDigest: "sha256:eval",
    threshold: 0.5,
    thresholdRule: null,
    evalRows: 16_281,
    params: {},
    metrics: {},
    metricMarks: null,
    metricsPacked: true,
    tags: {},
    sliceCount: 3,
    hasPredictions: false,
    source: "import",
    reportedUser: null,
    artifactUri: null,
    contentDigest: "sha256:c",
    importedAt: at,
    archivedAt: null,
  } satisfies CardEvidence["run"];
  const metric = (key: string, value: number, half: number | null) => ({
    projectId: 1,
    runId: "run-1",
    key,
    value,
    raw: null,
    step: 0,
    at: 0,
    points: 0,
    datasetName: null,
    datasetDigest: null,
    ciLow: half === null ? null : value - half,
    ciHigh: half === null ? null : value + half,
    ciMethod: null,
    n: 16_281,
  });
  const slice = (dimension: string, value: string, n: number, recall: number) => ({
    projectId: 1,
    runId: "run-1",
    dimension,
    value,
    n,
    positives: null,
    metrics: { recall },
    intervals: { recall: [recall - 0.02, recall + 0.02] as [number, number] },
    confusion: null,
  });
  return {
    run,
    metrics: [metric("accuracy", 0.8523, 0.005), metric("recall", change.recall ?? 0.6, null)],
    slices: [
      slice("sex", "Female", 5421, 0.5214),
      slice("sex", "Male", 10_860, 0.62),
      slice("hours_band", "<35", 2812, 0.4358),
      slice("note", "a|b}c", 40, 0.1),
    ],
    evaluation: {
      projectId: 1,
      runId: "run-1",
      confusion: null,
      calibration: null,
      fairness: { sex: { demographic_parity_difference: 0.18, equalized_odds_difference: 0.09 } },
      importances: null,
      signature: { inputs: [{ name: "age", type: "double" }], outputs: [{ type: "double" }] },
      signatureProblem: null,
      warnings: [],
    },
  };
}

/** A card body with every section that the highest tier asks for. */
export const completeCard = {
  ...emptyCard,
  ...Object.fromEntries(
    requiredSections.high.filter((key) => key !== "mitigations").map((key) => [key, `Text of ${key}.`]),
  ),
  mitigations: [{ name: "Missed cases", mitigation: "A case worker reads every low rank." }],
};

/** Gives a run that makeRun stored figures a card can refer to. */
export async function addFigures(db: Db, projectId: number, runId: string, accuracy = 0.8523): Promise<void> {
  await db.insert(runMetrics).values({
    projectId,
    runId,
    key: "accuracy",
    value: accuracy,
    ciLow: accuracy - 0.01,
    ciHigh: accuracy + 0.01,
    n: 900,
  });
  await db
    .insert(runSlices)
    .values({ projectId, runId, dimension: "sex", value: "Female", n: 300, metrics: { recall: 0.52 } });
}
