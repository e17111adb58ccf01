import { type CensusRun, censusPair, censusRuns, depositRuns } from "@/lib/experiments/census-testing";
import { outcomeCodes, overallCells, pairedSlices } from "@/lib/experiments/paired-rows";
import { parseSignature } from "@/lib/experiments/signature";
import { fieldEvidenceOf } from "@/lib/promotions/run-evidence";
import { delongTest } from "@/lib/stats/roc-auc";
import { type Evidence, evidenceSchema, type VersionEvidence } from "./gates/evidence";

function versionOf(run: CensusRun, label: string): VersionEvidence {
  const positives = run.confusion_matrix.tp + run.confusion_matrix.fn;
  return {
    versionId: `version-of-${run.run_id}`,
    label,
    runId: run.run_id,
    measuredAt: run.end_time,
    evaluationDigest: run.dataset.eval_snapshot_id,
    axes: {
      code_commit: run.code.commit,
      dataset_snapshot: run.dataset.train_snapshot_id,
      feature_definitions: run.feature_version,
      hyperparameters: JSON.stringify(run.params),
      runtime_image: run.runtime_image.digest,
      seed_policy: run.seed_policy,
    },
    metrics: Object.entries(run.metrics).map(([key, value]) => ({
      key,
      value,
      interval: run.metrics_ci95[key] ?? run.metrics_ci95[`${key}_bootstrap`] ?? null,
      n: key.startsWith("latency") ? null : key === "recall" ? positives : run.rows.test,
      standardError: null,
    })),
    confusion: run.confusion_matrix,
    slices: run.slices.map(({ dimension, value, n, positives: p, confusion, recall, accuracy }) => ({
      dimension,
      value,
      n,
      positives: p,
      confusion,
      metrics: { recall: recall ?? null, accuracy: accuracy ?? null },
    })),
    fairness: {},
    importances: (run.feature_importance?.items ?? []).map(({ feature, mean }) => ({ feature, mean })),
  };
}

function pairedOf(live: string, candidate: string): Evidence["paired"] {
  const rows = censusPair(live, candidate);
  const outcomes = outcomeCodes(rows);
  const auc = delongTest(rows.labels, rows.baselineScores, rows.candidateScores);
  const dimensions = ["sex", "race", "age_band", "education_level", "hours_band", "native_country", "sex_x_race"];
  return {
    rowsDigest: "sha256:rows",
    overall: [...overallCells(outcomes)],
    slices: dimensions.flatMap((dimension) =>
      (pairedSlices(outcomes, rows.columns, dimension) ?? []).map(({ value, cells }) => ({
        dimension,
        value,
        cells: [...cells],
      })),
    ),
    differences: auc
      ? [{ metric: "roc_auc", difference: auc.difference, standardError: auc.standardError, n: rows.labels.length }]
      : [],
  };
}

const signatureOf = (run: CensusRun) => {
  const { signature } = parseSignature(run.model_signature);
  return (
    signature && {
      inputs: signature.inputs.map(fieldEvidenceOf),
      outputs: signature.outputs.map(fieldEvidenceOf),
    }
  );
};

const lineageOf = ({ code, dataset, feature_version: features }: CensusRun): Evidence["lineage"] => ({
  code: { commit: code.commit, repository: code.repository, entryPoint: code.entry_point },
  trainingData: { digest: dataset.train_snapshot_id, name: dataset.train_snapshot_name },
  evaluationData: { digest: dataset.eval_snapshot_id, name: dataset.eval_snapshot_name },
  featureDefinitions: features,
  label: dataset.label,
  sources: [],
});

const recipe = ({ code, dataset, params, feature_version: features, runtime_image: image }: CensusRun): string =>
  JSON.stringify([code.commit, dataset.train_snapshot_id, features, params, image.digest]);

const seedsOf = (all: readonly CensusRun[], of: CensusRun): Evidence["seeds"] =>
  all
    .filter((run) => run.status === "FINISHED" && recipe(run) === recipe(of) && run.algorithm === of.algorithm)
    .map(({ run_id: runId, run_name: name, seed, end_time: measuredAt, metrics }) => ({
      runId,
      name,
      seed,
      measuredAt,
      metrics,
    }));

/** Evidence of a real census run against another one live in production, with a complete owner and rollback plan. */
export function censusEvidence(candidate: string, live: string | null, withPredictions = false): Evidence {
  const runs = new Map([...censusRuns(), ...depositRuns()]);
  const find = (name: string) => {
    const run = runs.get(name);
    if (!run) throw new Error(`no census run is named ${name}`);
    return run;
  };
  return evidenceSchema.parse({
    format: "countersign.evidence/1",
    gatheredAt: "2026-11-23T14:20:00.000Z",
    environment: "production",
    riskTier: "high",
    candidate: versionOf(find(candidate), "income-eligibility 8"),
    live: live ? versionOf(find(live), "income-eligibility 7") : null,
    paired: live && withPredictions ? pairedOf(live, candidate) : null,
    owner: { userId: "u1", name: "Dana Osei", isActive: true },
    rollbackPlan: {
      summary: "Back to the live version",
      returnsTo: "income-eligibility 7",
      ownerName: "Dana Osei",
      minutes: 5,
      triggers: [{ condition: "Recall for women falls by more than 0.05", ownerName: "Ines Okafor" }],
    },
    waivers: [],
    contract: {
      candidate: signatureOf(find(candidate)),
      candidateProblem: null,
      live: live && signatureOf(find(live)),
    },
    consumers: [],
    lineage: lineageOf(find(candidate)),
    seeds: seedsOf([...runs.values()], find(candidate)),
    findings: [],
  });
}
