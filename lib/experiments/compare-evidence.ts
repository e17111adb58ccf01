import type { CalibrationBin } from "@/db/schema/experiments";
import { reliabilityBins } from "@/lib/stats/calibration";
import type { PairedMetrics } from "./compare-metrics";
import { pairedDeltas } from "./compare-paired-metrics";
import { sliceRows } from "./compare-slice-rows";
import type { SliceRef } from "./compare-url";
import { fairnessDeltas } from "./fairness-influence";
import type { PairedRows, SliceColumn } from "./paired-rows";

export type RunScores = { scores: Float32Array; threshold: number };
/** Row-level scores of the baseline and of the candidates that scored the same rows. */
export type Evidence = {
  labels: Uint8Array;
  columns: readonly SliceColumn[];
  baseline: RunScores;
  candidates: ReadonlyMap<string, RunScores>;
};

/** Both runs' scores row by row, or null when the candidate has none on these rows. */
export function pairWith(evidence: Evidence | null, runId: string): PairedRows | null {
  const candidate = evidence?.candidates.get(runId);
  if (!evidence || !candidate) return null;
  return {
    labels: evidence.labels,
    columns: evidence.columns,
    baselineScores: evidence.baseline.scores,
    baselineThreshold: evidence.baseline.threshold,
    candidateScores: candidate.scores,
    candidateThreshold: candidate.threshold,
  };
}

/**
 * Paired metric changes of a candidate, on all rows (with the differences between groups of `attributes`) or on a slice; null
 * without predictions of both.
 */
export function pairedMetricsOf(
  evidence: Evidence | null,
  runId: string,
  slice: SliceRef | null,
  attributes: readonly string[],
): PairedMetrics | null {
  const candidate = evidence?.candidates.get(runId);
  if (!evidence || !candidate) return null;
  const { labels, columns, baseline } = evidence;
  if (!slice)
    return {
      ...pairedDeltas(labels, baseline, candidate),
      ...fairnessDeltas(labels, columns, attributes, baseline, candidate),
    };
  const rows = sliceRows(columns, slice.dimension, slice.value);
  return rows === null || rows.length === 0 ? null : pairedDeltas(labels, baseline, candidate, rows);
}

/** Reliability bins of a run on a slice, computed from its scores; null when the rows cannot tell the slice. */
export function sliceCalibration(evidence: Evidence, run: RunScores, slice: SliceRef): CalibrationBin[] | null {
  const rows = sliceRows(evidence.columns, slice.dimension, slice.value);
  if (!rows || rows.length === 0) return null;
  return reliabilityBins(
    Array.from(rows, (row) => evidence.labels[row] ?? 0),
    Array.from(rows, (row) => run.scores[row] ?? Number.NaN),
  );
}
