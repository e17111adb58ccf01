import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { experiments, runEvaluations, runs } from "@/db/schema";
import type { RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import type { Context } from "@/lib/context";
import { type AxisValues, axesOfRun } from "./axes";
import type { MetricFigure } from "./compare-metrics";
import type { CompareSlice, PinnedSlice } from "./compare-slices-query";

/** A run without what was measured. */
export type RunHead = Pick<
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
> & { experimentName: string; axes: AxisValues };
/** A run with its overall figures. */
export type MeasuredRun = RunHead & {
  metrics: Record<string, MetricFigure>;
  calibration: RunEvaluationRow["calibration"];
  signature: RunEvaluationRow["signature"];
};
export type CompareRun = MeasuredRun & {
  slices: readonly CompareSlice[];
  /** The slice that the page is pinned to, with all its metrics; null when none is, or the run did not record it. */
  pinned: PinnedSlice | null;
};

const shown = {
  id: runs.id,
  name: runs.name,
  experimentId: runs.experimentId,
  experimentName: experiments.name,
  algorithm: runs.algorithm,
  intent: runs.intent,
  status: runs.status,
  error: runs.error,
  startedAt: runs.startedAt,
  params: runs.params,
  evalDatasetDigest: runs.evalDatasetDigest,
  evalRows: runs.evalRows,
  threshold: runs.threshold,
  thresholdRule: runs.thresholdRule,
  axisDetails: runs.axisDetails,
};
const axisColumns = {
  codeCommit: runs.codeCommit,
  datasetSnapshot: runs.datasetSnapshot,
  featureDefinitions: runs.featureDefinitions,
  hyperparameters: runs.hyperparameters,
  runtimeImage: runs.runtimeImage,
  seedPolicy: runs.seedPolicy,
};

/** NaN and infinities stand as text in JSON. */
type Written = number | string | null;
type Packed = [key: string, value: Written, raw: string | null, low: Written, high: Written, n: number | null];

const read = (written: Written): number | null => (typeof written === "string" ? Number(written) : written);

/** The latest metrics of runs, by run, as one text a run. */
async function loadMetrics(
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, [string, MetricFigure][]>> {
  const sql = ctx.db.$client;
  const rows = await sql<{ id: string; metrics: Packed[] }[]>`
    select run_id as id, json_agg(json_build_array(key, value, raw, ci_low, ci_high, n) order by key) as metrics
    from run_metrics where project_id = ${ctx.projectId} and run_id in ${sql([...ids])} group by run_id`;
  return new Map(
    rows.map(({ id, metrics }) => [
      id,
      metrics.map(([key, value, raw, low, high, n]) => [
        key,
        { value: read(value), raw, low: read(low), high: read(high), n },
      ]),
    ]),
  );
}

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

type Found<Run> = { runs: Run[]; missing: string[] };

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
    pinned: null,
  };
}

/** The runs that exist in this project, in the order asked for, and the ids that do not. */
export async function loadRunHeads(ctx: Context, ids: readonly string[]): Promise<Found<RunHead>> {
  if (ids.length === 0) return { runs: [], missing: [] };
  const rows = await ctx.db
    .select({ ...shown, columns: axisColumns })
    .from(runs)
    .innerJoin(experiments, and(eq(experiments.projectId, runs.projectId), eq(experiments.id, runs.experimentId)))
    .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, [...ids])));
  const heads = new Map(
    rows.map(({ columns, ...run }): [string, RunHead] => [
      run.id,
      { ...run, axes: axesOfRun({ ...columns, axisDetails: run.axisDetails }) },
    ]),
  );
  return { runs: ids.flatMap((id) => heads.get(id) ?? []), missing: ids.filter((id) => !heads.has(id)) };
}

/** The same with their overall figures. */
export async function loadCompareRuns(ctx: Context, ids: readonly string[]): Promise<Found<MeasuredRun>> {
  if (ids.length === 0) return { runs: [], missing: [] };
  const [{ runs: heads, missing }, metricsOf, evaluations] = await Promise.all([
    loadRunHeads(ctx, ids),
    loadMetrics(ctx, ids),
    ctx.db
      .select({
        runId: runEvaluations.runId,
        calibration: runEvaluations.calibration,
        signature: runEvaluations.signature,
        fairness: runEvaluations.fairness,
      })
      .from(runEvaluations)
      .where(and(eq(runEvaluations.projectId, ctx.projectId), inArray(runEvaluations.runId, [...ids]))),
  ]);
  const evaluationOf = new Map(evaluations.map((evaluation) => [evaluation.runId, evaluation]));
  const measured = heads.map((run): MeasuredRun => {
    const evaluation = evaluationOf.get(run.id);
    const recorded = metricsOf.get(run.id) ?? [];
    return {
      ...run,
      metrics: Object.fromEntries([...recorded, ...fairnessFigures(evaluation?.fairness ?? null)]),
      calibration: evaluation?.calibration ?? null,
      signature: evaluation?.signature ?? null,
    };
  });
  return { runs: measured, missing };
}
