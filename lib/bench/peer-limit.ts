import type { Sql } from "@/db/client";
import { curveId, curveRuns } from "./peer-curves";

const at = 1_795_434_122_208;

/**
 * The same work by one prepared statement each on our own tables, one after the other: without HTTP, without a rule, without checking
 * anything. What no server over this database can beat.
 */
export async function limitWork(sql: Sql, projectId: number) {
  await sql`create table if not exists bench_runs (like runs including defaults including indexes)`;
  await sql`create table if not exists bench_points (like metric_points including indexes)`;
  let step = Date.now();
  const page = (limit: number, behind: string | null) => sql`
    select r.id, w.data from (
      select id from runs where project_id = ${projectId} and archived_at is null and experiment_id <> 'bench-curves'
        ${behind === null ? sql`` : sql`and started_at < (select started_at from runs where project_id = ${projectId} and id = ${behind})`}
      order by started_at desc nulls last, id desc nulls last limit ${limit}) r
    left join run_wire w on w.project_id = ${projectId} and w.run_id = r.id`;
  const insert = (count: number) => {
    const places = Array.from({ length: count }, (_, n) => n);
    step += count;
    return sql`insert into bench_points (project_id, run_id, key, step, at, value) select ${projectId}, 'limit', k, s, a, v
      from unnest(${places.map((n) => `m${n % 50}`)}::text[], ${places.map((n) => step + n)}::int8[], ${places.map(() => at)}::int8[],
        ${places.map((n) => n / 7)}::float8[]) as t(k, s, a, v) on conflict do nothing`;
  };
  return {
    page: () => page(50, null),
    /** A page behind the run at some depth, which is looked up once. */
    async pageAt(depth: number) {
      const [row] = await sql<
        { id: string }[]
      >`select id from runs where project_id = ${projectId} and archived_at is null
        and experiment_id <> 'bench-curves' order by started_at desc nulls last, id desc nulls last offset ${depth} limit 1`;
      return () => page(50, row?.id ?? null);
    },
    thousand: () => page(1000, null),
    filtered: () => sql`
      select m.run_id, m.value, w.data from (
        select m.run_id, m.value from run_metrics m
        cross join lateral (select 1 from run_metrics a where a.project_id = m.project_id and a.run_id = m.run_id and a.key = 'accuracy' and a.value > 0.67 offset 0) a
        where m.project_id = ${projectId} and m.key = 'log_loss' and m.value is not null
        order by m.value asc nulls first limit 50) m
      left join run_wire w on w.project_id = ${projectId} and w.run_id = m.run_id`,
    newRun: () => {
      step += 1;
      return sql`insert into bench_runs (project_id, id, experiment_id, name, status, started_at, imported_at)
        values (${projectId}, ${`limit-${step}`}, 'bench-1', 'bench', 'RUNNING', now(), now())`;
    },
    batch: () => insert(500),
    metric: () => insert(1),
    curves: () => sql`select run_id, rollup from metric_series where project_id = ${projectId} and key = 'curve'
      and run_id = any(${Array.from({ length: curveRuns }, (_, run) => curveId(run))}::text[])`,
  };
}

export type LimitWork = Awaited<ReturnType<typeof limitWork>>;
