import "server-only";
import type { RunStatus } from "@/db/enums";
import type { AxisDetails, ParamValue, RunError } from "@/db/schema/experiments";
import type { Context } from "@/lib/context";
import { type AxisValues, axesOfRun } from "./axes";
import type { MetricFigure } from "./compare-metrics";

/** One run as a table shows it. `metrics` and `slices` hold only what was asked for. */
export type RunTableRow = {
  id: string;
  name: string;
  intent: string | null;
  algorithm: string | null;
  status: RunStatus;
  error: RunError | null;
  experimentId: string;
  experimentName: string;
  owner: string | null;
  startedAt: Date;
  durationSeconds: number | null;
  axes: AxisValues;
  axisDetails: AxisDetails;
  evalDatasetDigest: string | null;
  params: Record<string, ParamValue>;
  sliceCount: number;
  hasPredictions: boolean;
  isArchived: boolean;
  metrics: Record<string, MetricFigure>;
};

type Packed = [value: number | null, low: number | null, high: number | null, n: number | null, raw: string | null];
type Found = Omit<RunTableRow, "startedAt" | "axes" | "metrics"> & {
  started: string;
  codeCommit: string | null;
  datasetSnapshot: string | null;
  featureDefinitions: string | null;
  hyperparameters: string | null;
  runtimeImage: string | null;
  seedPolicy: string | null;
  packed: Record<string, Packed> | null;
};

function toRow({
  started,
  packed,
  codeCommit,
  datasetSnapshot,
  featureDefinitions,
  hyperparameters,
  runtimeImage,
  seedPolicy,
  ...rest
}: Found): RunTableRow {
  const figures = Object.entries(packed ?? {}).map(([key, [value, low, high, n, raw]]): [string, MetricFigure] => [
    key,
    { value, low, high, n, raw },
  ]);
  return {
    ...rest,
    startedAt: new Date(started),
    axes: axesOfRun({
      codeCommit,
      datasetSnapshot,
      featureDefinitions,
      hyperparameters,
      runtimeImage,
      seedPolicy,
      axisDetails: rest.axisDetails,
    }),
    metrics: Object.fromEntries(figures),
  };
}

/** Rows of these runs in the order of `ids`, with the named metrics and their intervals; unknown ids are left out. */
export async function loadRunRows(
  ctx: Context,
  ids: readonly string[],
  metricKeys: readonly string[],
): Promise<RunTableRow[]> {
  if (ids.length === 0) return [];
  const sql = ctx.db.$client;
  const found = await sql<Found[]>`
    select r.id, r.name, r.intent, r.algorithm, r.status, r.error, r.experiment_id as "experimentId", e.name as "experimentName",
      coalesce(r.owner_name, u.name) as owner, to_char(r.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as started,
      r.duration_seconds as "durationSeconds", r.code_commit as "codeCommit", r.dataset_snapshot as "datasetSnapshot",
      r.feature_definitions as "featureDefinitions", r.hyperparameters, r.runtime_image as "runtimeImage", r.seed_policy as "seedPolicy",
      r.axis_details as "axisDetails", r.eval_dataset_digest as "evalDatasetDigest", r.params, r.slice_count as "sliceCount",
      r.has_predictions as "hasPredictions", r.archived_at is not null as "isArchived", m.packed
    from unnest(${[...ids]}::text[]) with ordinality as wanted(id, place)
    join runs r on r.project_id = ${ctx.projectId} and r.id = wanted.id
    join experiments e on e.project_id = r.project_id and e.id = r.experiment_id
    left join users u on u.id = r.owner_user_id
    left join lateral (
      select jsonb_object_agg(k.key, jsonb_build_array(k.value, k.ci_low, k.ci_high, k.n, k.raw)) as packed from run_metrics k
      where k.project_id = r.project_id and k.run_id = r.id and k.key = any(${[...metricKeys]}::text[])
    ) m on true
    order by wanted.place`;
  return found.map(toRow);
}
