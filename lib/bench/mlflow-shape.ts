import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";

/**
 * The runs of one project in tables of MLflow's shape: entity, key, value, with its primary keys and indexes. Made beside ours from the
 * same rows. A replay of its SQL is less than its server does, which also builds objects and JSON from the rows.
 */
export async function makeMlflowShape(sql: Sql, projectId: number, report: (line: string) => void): Promise<void> {
  const [found] = await sql`select 1 from pg_namespace where nspname = 'mlflow_shape'`;
  if (found) return;
  report("the same runs in tables of MLflow's shape");
  await sql.begin(async (tx) => {
    await tx`create schema mlflow_shape`;
    await tx`set local maintenance_work_mem = '512MB'`;
    await tx`
      create table mlflow_shape.runs as select id::varchar(32) as run_uuid, name::varchar(250), experiment_id::varchar(32), reported_user::varchar(256) as user_id,
        status::varchar(20), (extract(epoch from started_at) * 1000)::int8 as start_time, (extract(epoch from ended_at) * 1000)::int8 as end_time,
        (case when archived_at is null then 'active' else 'deleted' end)::varchar(20) as lifecycle_stage
      from runs where project_id = ${projectId}`;
    await tx`
      create table mlflow_shape.latest_metrics as select m.key::varchar(250), coalesce(m.value, 0) as value, m.at as timestamp, m.step, m.value is null as is_nan, m.run_id::varchar(32) as run_uuid
      from run_metrics m where m.project_id = ${projectId}`;
    await tx`
      create table mlflow_shape.params as select p.key::varchar(250), p.value::varchar(8000), r.id::varchar(32) as run_uuid
      from runs r, jsonb_each_text(r.params) p where r.project_id = ${projectId}`;
    await tx`
      create table mlflow_shape.tags as select t.key::varchar(250), t.value::varchar(8000), r.id::varchar(32) as run_uuid
      from runs r, jsonb_each_text(r.tags) t where r.project_id = ${projectId}`;
    await tx`alter table mlflow_shape.runs add primary key (run_uuid)`;
    await tx`alter table mlflow_shape.latest_metrics add primary key (key, run_uuid)`;
    await tx`alter table mlflow_shape.params add primary key (key, run_uuid)`;
    await tx`alter table mlflow_shape.tags add primary key (key, run_uuid)`;
    await tx`create index on mlflow_shape.latest_metrics (run_uuid)`;
    await tx`create index on mlflow_shape.params (run_uuid)`;
    await tx`create index on mlflow_shape.tags (run_uuid)`;
  });
  for (const table of ["runs", "latest_metrics", "params", "tags"])
    await sql.unsafe(`vacuum analyze mlflow_shape.${table}`);
}

export type ShapedSearch = {
  experiments: readonly string[];
  metric?: { key: string; above: number };
  param?: { key: string; value: string };
  orderBy?: string;
  limit: number;
  offset: number;
};

/** What MLflow's store asks for a search: one join a condition, one outer join for the order, DISTINCT, OFFSET, then all rows of the page. */
export async function shapedSearch(sql: Sql, search: ShapedSearch): Promise<number> {
  const { metric, param, orderBy } = search;
  const joins: Fragment[] = [];
  if (metric)
    joins.push(
      sql`join (select * from mlflow_shape.latest_metrics where key = ${metric.key} and value > ${metric.above} and is_nan = false) a on a.run_uuid = r.run_uuid`,
    );
  if (param)
    joins.push(
      sql`join (select * from mlflow_shape.params where key = ${param.key} and value = ${param.value}) b on b.run_uuid = r.run_uuid`,
    );
  if (orderBy)
    joins.push(
      sql`left outer join (select * from mlflow_shape.latest_metrics where key = ${orderBy}) o on o.run_uuid = r.run_uuid`,
    );
  const chosen = orderBy
    ? sql`, case when o.is_nan = true then 1 when o.value is null then 2 else 0 end as clause_1, o.value as order_value`
    : sql``;
  const order = orderBy ? sql`clause_1, order_value,` : sql``;
  const rows = await sql<{ run_uuid: string }[]>`
    select distinct r.* ${chosen} from mlflow_shape.runs r ${joins.reduce((all, join) => sql`${all} ${join}`, sql``)}
    where r.experiment_id in ${sql([...search.experiments])} and r.lifecycle_stage in ('active')
    order by ${order} start_time desc, run_uuid offset ${search.offset} limit ${search.limit + 1}`;
  const ids = rows.slice(0, search.limit).map((row) => row.run_uuid);
  const [metrics, params, tags] = await Promise.all([
    sql`select * from mlflow_shape.latest_metrics where run_uuid = any(${ids})`,
    sql`select * from mlflow_shape.params where run_uuid = any(${ids})`,
    sql`select * from mlflow_shape.tags where run_uuid = any(${ids})`,
  ]);
  return ids.length + metrics.length + params.length + tags.length;
}
