import type { Db } from "@/db/client";
import { cardRevisions, modelVersions, runEvaluations, runMetrics, runSlices, runs } from "@/db/schema";
import { getVersionContent } from "@/lib/models/version-content-query";
import { versionDigest } from "@/lib/models/version-digest";

export type VersionSeed = {
  projectId: number;
  modelId: string;
  experimentId: string;
  version: number;
  commit?: string;
  recall: number;
  /** Recall of the slice sex=Female. */
  female: number;
  runOwnerUserId: string;
  registrantUserId: string;
  at: Date;
  newId: () => string;
};

/** Inserts a run with metrics, slices and evaluation documents, and registers it as a version. Returns the version's id. */
export async function insertVersion(db: Db, seed: VersionSeed): Promise<string> {
  const { projectId, modelId, version, at } = seed;
  const runId = `run-${version}-${seed.newId().slice(-8)}`;
  const versionId = seed.newId();
  await db.insert(runs).values({
    projectId,
    id: runId,
    experimentId: seed.experimentId,
    name: `lr-v${version}`,
    status: "FINISHED",
    startedAt: at,
    endedAt: at,
    ownerUserId: seed.runOwnerUserId,
    codeCommit: seed.commit ?? `commit-${version}`,
    datasetSnapshot: "sha256:train",
    featureDefinitions: `v${version}.0.0`,
    hyperparameters: `sha256:h${version}`,
    runtimeImage: "sha256:image",
    seedPolicy: "fixed",
    evalDatasetDigest: "sha256:eval",
    axisDetails: { code: { repository: "git.example.test/census" } },
    threshold: 0.5,
    evalRows: 16281,
    sliceCount: 5,
    contentDigest: `sha256:content-${runId}`,
    importedAt: at,
  });
  const metric = (key: string, value: number, half?: number) => {
    const interval = half === undefined ? { ciLow: null, ciHigh: null } : { ciLow: value - half, ciHigh: value + half };
    return { projectId, runId, key, value, n: 16281, ...interval };
  };
  await db
    .insert(runMetrics)
    .values([
      metric("accuracy", 0.857, 0.005),
      metric("roc_auc", 0.909, 0.005),
      metric("recall", seed.recall, 0.015),
      metric("brier", 0.099),
      metric("ece", 0.0075),
      metric("latency_p95_ms", 5.7),
    ]);
  const slice = (dimension: string, value: string, n: number, positives: number, recall: number) => {
    const tp = Math.round(positives * recall);
    const fp = Math.round((n - positives) * 0.05);
    const confusion = { tp, fn: positives - tp, fp, tn: n - positives - fp };
    return { projectId, runId, dimension, value, n, positives, metrics: { recall }, confusion };
  };
  await db
    .insert(runSlices)
    .values([
      slice("sex", "Female", 5421, 590, seed.female),
      slice("sex", "Male", 10860, 3256, 0.61),
      slice("hours_band", "<35", 2812, 193, 0.53),
      slice("hours_band", "35-40", 8000, 2000, 0.6),
      slice("age_band", "25-34", 4098, 688, 0.55),
    ]);
  await db.insert(runEvaluations).values({
    projectId,
    runId,
    confusion: { tp: 2300, fp: 775, fn: 1546, tn: 11660 },
    fairness: { sex: { demographic_parity_difference: 0.12, equalized_odds_difference: 0.05 } },
    signature: { inputs: [{ name: "age", type: "double", required: true }], outputs: [{ type: "double" }] },
  });
  await db.insert(modelVersions).values({
    projectId,
    id: versionId,
    modelId,
    version,
    runId,
    digest: versionDigest((await getVersionContent(db, projectId, runId)).content),
    registeredBy: seed.registrantUserId,
    registeredAt: at,
    cardRevision: 1,
  });
  const body = {
    overview: "",
    intendedUse: "",
    outOfScope: "",
    limitations: "",
    ethicalConsiderations: "",
    humanOversight: "",
  };
  await db
    .insert(cardRevisions)
    .values({ projectId, versionId, revision: 1, editedBy: seed.registrantUserId, editedAt: at, body });
  return versionId;
}
