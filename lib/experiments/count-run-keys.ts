import "server-only";
import type { Db, Sql } from "@/db/client";

/** A count is not repeated sooner than this, nor sooner than this many times its own length. */
const pauseMs = 60_000;
const restFactor = 50;
/** The newest runs that tell whether anything was logged since. */
const looked = 100;

type Due = { projectId: number };

/** Projects whose names may have changed: never counted, marked, or with a new or open run among the newest. */
const findDue = (sql: Sql) => sql<Due[]>`
  select p.id as "projectId" from projects p left join run_key_counts c on c.project_id = p.id
  where (c.project_id is null or c.counted_at < now() - greatest(${pauseMs}, c.took_ms * ${restFactor}) * interval '1 millisecond')
    and exists (select 1 from (
      select r.imported_at, r.status from runs r where r.project_id = p.id order by r.started_at desc nulls last, r.id desc nulls last limit ${looked}) newest
      where c.project_id is null or c.stale or newest.imported_at > c.counted_at or newest.status = 'RUNNING')`;

/** Counts the names of one project anew, in one statement: names that no run has any more go. */
export async function countRunKeys(sql: Sql, projectId: number): Promise<void> {
  const began = performance.now();
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('run_keys'), ${projectId}::int)`;
    await tx`
      with counted as materialized (
        select 'metric' as kind, key, count(*)::int as runs from run_metrics where project_id = ${projectId} group by key
        union all select 'param', k.key, count(*)::int from runs r, jsonb_object_keys(r.params) k(key) where r.project_id = ${projectId} group by k.key
        union all select 'tag', k.key, count(*)::int from runs r, jsonb_object_keys(r.tags) k(key) where r.project_id = ${projectId} group by k.key
      ), gone as (
        delete from run_keys k where k.project_id = ${projectId} and not exists (select 1 from counted c where c.kind = k.kind and c.key = k.key)
      )
      insert into run_keys (project_id, kind, key, runs) select ${projectId}, kind, key, runs from counted
      on conflict (project_id, kind, key) do update set runs = excluded.runs where run_keys.runs <> excluded.runs`;
    const tookMs = Math.round(performance.now() - began);
    await tx`
      insert into run_key_counts (project_id, counted_at, took_ms, stale) values (${projectId}, now(), ${tookMs}, false)
      on conflict (project_id) do update set counted_at = excluded.counted_at, took_ms = excluded.took_ms, stale = false`;
  });
}

/** One turn of the worker: counts the names of projects where runs came in. Nothing is counted while runs are logged. */
export async function tendRunKeys(db: Db, signal: AbortSignal): Promise<void> {
  const sql = db.$client;
  for (const { projectId } of await findDue(sql)) {
    if (signal.aborted) return;
    await countRunKeys(sql, projectId);
  }
}
