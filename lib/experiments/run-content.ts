import { axes } from "@/db/enums";
import type { RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { axesOfRun } from "./axes";

/** Columns of a run that its digest is over. */
type ContentColumns = Pick<
  RunRow,
  | "id"
  | "status"
  | "codeCommit"
  | "datasetSnapshot"
  | "featureDefinitions"
  | "hyperparameters"
  | "runtimeImage"
  | "seedPolicy"
  | "axisDetails"
  | "evalDatasetDigest"
  | "threshold"
  | "params"
>;

export type RunContent = {
  run: ContentColumns;
  metrics: readonly Pick<RunMetricRow, "key" | "value" | "raw" | "step" | "n">[];
  slices: readonly Omit<RunSliceRow, "projectId" | "runId">[];
  inputs: readonly { name: string; digest: string; context: string | null }[];
  evaluation: Pick<RunEvaluationRow, "confusion" | "calibration" | "fairness" | "importances"> | null;
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The digest of a run that was logged bit by bit: over what it was made from and what it came to, in an order of its own.
 * Names, notes and other tags are left out, so that describing a run later does not make it another.
 */
export function runContentDigest({ run, metrics, slices, inputs, evaluation }: RunContent): string {
  const values = axesOfRun(run);
  return canonicalDigest({
    format: "countersign/logged-run/1",
    run_id: run.id,
    status: run.status,
    axes: Object.fromEntries(axes.map((axis) => [axis, values[axis]])),
    evaluation_dataset: run.evalDatasetDigest,
    threshold: run.threshold,
    params: run.params,
    metrics: metrics
      .map(({ key, value, raw, step, n }) => [key, value, raw, step, n] as const)
      .sort(([a], [b]) => byText(a, b)),
    slices: slices
      .map(({ dimension, value, n, positives, metrics: figures, intervals, confusion }) => ({
        dimension,
        value,
        n,
        positives,
        figures,
        intervals,
        confusion,
      }))
      .sort((a, b) => byText(a.dimension, b.dimension) || byText(a.value, b.value)),
    inputs: inputs
      .map(({ name, digest, context }) => [name, digest, context] as const)
      .sort((a, b) => byText(a.join("\n"), b.join("\n"))),
    evaluation: evaluation && {
      confusion: evaluation.confusion,
      calibration: evaluation.calibration,
      fairness: evaluation.fairness,
      importances: evaluation.importances,
    },
  });
}
