import type { ModelVersionRow, RunEvaluationRow, RunMetricRow, RunRow, RunSliceRow } from "@/db/schema";
import { axesOfRun } from "@/lib/experiments/axes";
import { pairedDeltas } from "@/lib/experiments/compare-paired-metrics";
import { outcomeCodes, overallCells, type PairedRows, pairedSlices } from "@/lib/experiments/paired-rows";
import { type Evidence, evidenceFigure, type VersionEvidence } from "@/lib/governance/gates/evidence";

/** What is stored about one version and the run it was made from. */
export type VersionFacts = {
  version: Pick<ModelVersionRow, "id" | "version">;
  modelName: string;
  run: RunRow;
  metrics: readonly RunMetricRow[];
  slices: readonly RunSliceRow[];
  evaluation: RunEvaluationRow | null;
};

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const figures = (record: Readonly<Record<string, number | null>>) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, evidenceFigure(value)]));

/** One side of the evidence. Lists are in code-unit order, whatever the database's collation. */
export function versionEvidenceOf({
  version,
  modelName,
  run,
  metrics,
  slices,
  evaluation,
}: VersionFacts): VersionEvidence {
  return {
    versionId: version.id,
    label: `${modelName} ${version.version}`,
    runId: run.id,
    measuredAt: (run.endedAt ?? run.startedAt).toISOString(),
    evaluationDigest: run.evalDatasetDigest,
    axes: axesOfRun(run),
    metrics: metrics
      .map((metric) => ({
        key: metric.key,
        value: evidenceFigure(metric.value),
        interval:
          metric.ciLow === null || metric.ciHigh === null ? null : ([metric.ciLow, metric.ciHigh] as [number, number]),
        n: metric.n,
        standardError: null,
      }))
      .sort((a, b) => byCode(a.key, b.key)),
    confusion: evaluation?.confusion ?? null,
    slices: slices
      .map((slice) => ({
        dimension: slice.dimension,
        value: slice.value,
        n: slice.n,
        positives: slice.positives,
        metrics: figures(slice.metrics),
        confusion: slice.confusion ?? null,
      }))
      .sort((a, b) => byCode(a.dimension, b.dimension) || byCode(a.value, b.value)),
    fairness: Object.fromEntries(
      Object.entries(evaluation?.fairness ?? {}).map(([attribute, measures]) => [attribute, figures(measures)]),
    ),
    importances: (evaluation?.importances?.items ?? [])
      .map(({ feature, mean }) => ({ feature, mean }))
      .filter(({ mean }) => Number.isFinite(mean))
      .sort((a, b) => byCode(a.feature, b.feature)),
  };
}

/** Metrics that are no counts over counts: their paired difference cannot be read from the cells. */
const continuous = ["roc_auc", "log_loss", "brier", "f1"] as const;

/** Decisions of live and candidate on the same rows, as counts per slice, with paired differences of the other metrics. */
export function pairedEvidenceOf(
  rowsDigest: string,
  rows: PairedRows,
  dimensions: readonly string[],
): NonNullable<Evidence["paired"]> {
  const outcomes = outcomeCodes(rows);
  const deltas = pairedDeltas(
    rows.labels,
    { scores: rows.baselineScores, threshold: rows.baselineThreshold },
    { scores: rows.candidateScores, threshold: rows.candidateThreshold },
  );
  const n = rows.labels.length;
  return {
    rowsDigest,
    overall: Array.from(overallCells(outcomes)),
    slices: [...dimensions]
      .sort(byCode)
      .flatMap((dimension) =>
        (pairedSlices(outcomes, rows.columns, dimension) ?? [])
          .map(({ value, cells }) => ({ dimension, value, cells: Array.from(cells) }))
          .sort((a, b) => byCode(a.value, b.value)),
      ),
    differences: continuous.flatMap((metric) => {
      const delta = deltas[metric];
      return delta ? [{ metric, difference: settle(delta.delta), standardError: settle(delta.standardError), n }] : [];
    }),
  };
}

// Sums over thousands of logarithms end in digits that differ between engines; a digest must not.
const settle = (value: number): number => Number(value.toPrecision(12));

export type EvidenceParts = Omit<Evidence, "format" | "gatheredAt" | "candidate" | "live"> & {
  gatheredAt: Date;
  candidate: VersionFacts;
  live: VersionFacts | null;
};

/** The evidence document of a promotion: what the gates read and what is stored with their results. */
export function buildEvidence({ gatheredAt, candidate, live, ...rest }: EvidenceParts): Evidence {
  return {
    format: "countersign.evidence/1",
    gatheredAt: gatheredAt.toISOString(),
    ...rest,
    candidate: versionEvidenceOf(candidate),
    live: live && versionEvidenceOf(live),
  };
}
