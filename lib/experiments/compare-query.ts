import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { experiments, runEvaluations, runMetrics, runSlices, runs } from "@/db/schema";
import type { RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import type { Context } from "@/lib/context";
import { type AxisValues, axesOfRun } from "./axes";
import type { MetricFigure } from "./compare-metrics";
import type { SliceRecord } from "./slice-deltas";

export type CompareSlice = SliceRecord & { intervals: Readonly<Record<string, [number, number]>> };
export type CompareRun = Pick<
  RunRow,
  | "id"
  | "name"
  | "experimentId"
  | "algorithm"
  | "intent"
  | "status"
  | "error"
  | "startedAt"
  | "params"
  | "evalDatasetDigest"
  | "evalRows"
  | "threshold"
  | "thresholdRule"
  | "axisDetails"
> & {
  experimentName: string;
  axes: AxisValues;
  metrics: Record<string, MetricFigure>;
  slices: CompareSlice[];
  calibration: RunEvaluationRow["calibration"];
  signature: RunEvaluationRow["signature"];
};

const figure = (row: RunMetricRow): MetricFigure => ({
  value: row.value,
  raw: row.raw,
  low: row.ciLow,
  high: row.ciHigh,
  n: row.n,
});

const sliceOf = ({ dimension, value, n, positives, metrics, intervals, confusion }: RunSliceRow): CompareSlice => ({
  dimension,
  value,
  n,
  positives,
  metrics,
  intervals,
  confusion,
});

/** Differences between groups, as metrics: "Equalized odds difference, sex". They carry no interval. */
function fairnessFigures(fairness: RunEvaluationRow["fairness"]): [string, MetricFigure][] {
  return Object.entries(fairness ?? {}).flatMap(([attribute, values]) =>
    ["demographic_parity_difference", "equalized_odds_difference"].flatMap((key): [string, MetricFigure][] => {
      const value = values[key];
      return typeof value === "number"
        ? [[`${key}:${attribute}`, { value, raw: null, low: null, high: null, n: null }]]
        : [];
    }),
  );
}

function groupBy<Row extends { runId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.runId);
    if (group) group.push(row);
    else groups.set(row.runId, [row]);
  }
  return groups;
}

type RunRecord = {
  run: RunRow;
  experimentName: string;
  /** By key. */
  metrics: readonly RunMetricRow[];
  slices: readonly RunSliceRow[];
  evaluation: Pick<RunEvaluationRow, "calibration" | "signature" | "fairness"> | null;
};

/** A run as comparisons read it, from its rows. */
export function compareRunOf({ run, experimentName, metrics, slices, evaluation }: RunRecord): CompareRun {
  const recorded = metrics.map((row): [string, MetricFigure] => [row.key, figure(row)]);
  return {
    id: run.id,
    name: run.name,
    experimentId: run.experimentId,
    algorithm: run.algorithm,
    intent: run.intent,
    status: run.status,
    error: run.error,
    startedAt: run.startedAt,
    params: run.params,
    evalDatasetDigest: run.evalDatasetDigest,
    evalRows: run.evalRows,
    threshold: run.threshold,
    thresholdRule: run.thresholdRule,
    axisDetails: run.axisDetails,
    experimentName,
    axes: axesOfRun(run),
    metrics: Object.fromEntries([...recorded, ...fairnessFigures(evaluation?.fairness ?? null)]),
    slices: slices.map(sliceOf),
    calibration: evaluation?.calibration ?? null,
    signature: evaluation?.signature ?? null,
  };
}

/** The runs that exist in this project, in the order asked for, and the ids that do not. */
export async function loadCompareRuns(
  ctx: Context,
  ids: readonly string[],
): Promise<{ runs: CompareRun[]; missing: string[] }> {
  if (ids.length === 0) return { runs: [], missing: [] };
  const wanted = [...ids];
  const [heads, metrics, slices, evaluations] = await Promise.all([
    ctx.db
      .select({ run: runs, experimentName: experiments.name })
      .from(runs)
      .innerJoin(experiments, and(eq(experiments.projectId, runs.projectId), eq(experiments.id, runs.experimentId)))
      .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, wanted))),
    ctx.db
      .select()
      .from(runMetrics)
      .where(and(eq(runMetrics.projectId, ctx.projectId), inArray(runMetrics.runId, wanted)))
      .orderBy(asc(runMetrics.key)),
    ctx.db
      .select()
      .from(runSlices)
      .where(and(eq(runSlices.projectId, ctx.projectId), inArray(runSlices.runId, wanted))),
    ctx.db
      .select({
        runId: runEvaluations.runId,
        calibration: runEvaluations.calibration,
        signature: runEvaluations.signature,
        fairness: runEvaluations.fairness,
      })
      .from(runEvaluations)
      .where(and(eq(runEvaluations.projectId, ctx.projectId), inArray(runEvaluations.runId, wanted))),
  ]);
  const metricsOf = groupBy(metrics);
  const slicesOf = groupBy(slices);
  const found = new Map(
    heads.map(({ run, experimentName }): [string, CompareRun] => [
      run.id,
      compareRunOf({
        run,
        experimentName,
        metrics: metricsOf.get(run.id) ?? [],
        slices: slicesOf.get(run.id) ?? [],
        evaluation: evaluations.find(({ runId }) => runId === run.id) ?? null,
      }),
    ]),
  );
  return { runs: wanted.flatMap((id) => found.get(id) ?? []), missing: wanted.filter((id) => !found.has(id)) };
}
