import "server-only";
import type { Sql } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { mostRawPoints } from "../curves/read-curves";
import { type MetricPoint, pointColumns } from "./metric-point";
import { openRun } from "./open-run";
import { runIsDeleted } from "./run-states";

type Written = { deleted: boolean; closed: boolean; fresh: number };

/**
 * One statement, whatever is sent: lock the run against being ended meanwhile, insert the points that are new, and take over the
 * greatest (step, time, value) of each metric. NaN ranks as 0. A series that was folded past a point is marked stale.
 */
const write = (sql: Sql, projectId: number, runId: string, points: readonly MetricPoint[]) => {
  const { keys, steps, ats, values } = pointColumns(points);
  const newer = sql`(excluded.step, excluded.at, coalesce(excluded.value, nullif(excluded.raw, 'NaN')::float8, 0))
    > (m.step, m.at, coalesce(m.value, nullif(nullif(m.raw, 'NaN'), 'null')::float8, 0))`;
  return sql<Written[]>`
    with head as materialized (
      select archived_at is not null as deleted, metrics_packed or content_digest is not null as closed
      from runs where project_id = ${projectId} and id = ${runId} for share
    ), fresh as (
      insert into metric_points (project_id, run_id, key, step, at, value)
      select ${projectId}, ${runId}, sent.key, sent.step, sent.at, sent.value
      from unnest(${keys}::text[], ${steps}::int8[], ${ats}::int8[], ${values}::float8[]) as sent(key, step, at, value), head
      where not head.deleted and not head.closed
      on conflict do nothing
      returning key, step, at, value
    ), latest as (
      select distinct on (key) key, step, at, value, count(*) over (partition by key) as points
      from fresh order by key, step desc, at desc, (case value when 'NaN' then 0 else value end) desc
    ), kept as (
      insert into run_metrics as m (project_id, run_id, key, value, raw, step, at, points)
      select ${projectId}, ${runId}, key, case when value not in ('NaN', 'Infinity', '-Infinity') then value end,
        case when value in ('NaN', 'Infinity', '-Infinity') then value::text end, step, at, points
      from latest order by key
      on conflict (project_id, run_id, key) do update set points = m.points + excluded.points,
        value = case when ${newer} then excluded.value else m.value end, raw = case when ${newer} then excluded.raw else m.raw end,
        step = case when ${newer} then excluded.step else m.step end, at = case when ${newer} then excluded.at else m.at end
      returning m.key, m.points
    ), late as (
      update metric_series s set stale = true from kept
      where kept.points > ${mostRawPoints} and s.project_id = ${projectId} and s.run_id = ${runId} and s.key = kept.key and not s.stale
        and exists (select 1 from fresh f where f.key = s.key and (f.step, f.at) <= (s.folded_step, s.folded_at))
    )
    select head.deleted, head.closed, (select count(*)::int from fresh) as fresh from head`;
};

/**
 * Adds points to the metrics of a run. A point that is there already is passed over, so that the same call can be sent again.
 * Throws NOT_FOUND, and INVALID_INPUT when the run is deleted.
 */
export async function logMetrics(
  ctx: Context,
  runId: string,
  points: readonly MetricPoint[],
): Promise<{ fresh: number }> {
  authorize(ctx, "run.import");
  if (points.length === 0) return { fresh: 0 };
  const sql = ctx.db.$client;
  for (let attempt = 1; ; attempt++) {
    const [written] = await write(sql, ctx.projectId, runId, points);
    if (!written) throw notFound(`Run ${runId}`);
    if (written.deleted) throw runIsDeleted(runId);
    if (!written.closed) return { fresh: written.fresh };
    if (attempt === 10) throw conflict(`Run ${runId} is being ended again and again; send the metrics again.`);
    await openRun(ctx, runId);
  }
}
