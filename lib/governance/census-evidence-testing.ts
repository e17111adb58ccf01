import { type CensusRun, censusPair, censusRuns } from "@/lib/experiments/census-testing";
import { outcomeCodes, overallCells, pairedSlices } from "@/lib/experiments/paired-rows";
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
    importances: [],
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

/** Evidence of a real census run against another one live in production, with a complete owner and rollback plan. */
export function censusEvidence(candidate: string, live: string | null, withPredictions = false): Evidence {
  const runs = censusRuns();
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
  });
}
