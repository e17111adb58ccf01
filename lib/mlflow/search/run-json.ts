import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import { artifactUriIn } from "@/lib/experiments/run-comparison-sql";
import { logger } from "@/lib/log";

/** Milliseconds since 1970 as text. */
const millis = (sql: Sql, column: Fragment): Fragment => sql`(extract(epoch from ${column}) * 1000)::int8`;

/** `"name":[…]` of a list that a sub-select aggregates; empty when it is, as protobuf leaves it out. */
const list = (sql: Sql, name: string, items: Fragment): Fragment =>
  sql`coalesce(${`"${name}":[`}::text || (${items}) || ']', '')`;

/** `{…}` around members of which some may be empty texts. */
const object = (sql: Sql, members: readonly Fragment[]): Fragment =>
  sql`'{' || concat_ws(',', ${members.reduce((all, member) => sql`${all}, nullif(${member}, '')`, sql`null`)}) || '}'`;

/** A value as the wire has it: infinities as the greatest double, what was null as NaN. */
const metricValue = (sql: Sql): Fragment => sql`coalesce(m.value::text, case m.raw
  when 'Infinity' then ${`${Number.MAX_VALUE}`} when '-Infinity' then ${`-${Number.MAX_VALUE}`} else '"NaN"' end)`;

/** Latest metrics. One that came without a time has the run's own. */
const metrics = (sql: Sql): Fragment => sql`
  select string_agg('{"key":' || to_json(m.key) || ',"value":' || ${metricValue(sql)}
    || ',"timestamp":' || coalesce(nullif(m.at, 0), ${millis(sql, sql`coalesce(r.ended_at, r.started_at)`)}) || ',"step":' || m.step || '}', ',' order by m.key)
  from run_metrics m where m.project_id = r.project_id and m.run_id = r.id`;

const params = (sql: Sql): Fragment => sql`
  select string_agg('{"key":' || to_json(p.key) || ',"value":' || to_json(coalesce(p.value #>> '{}', 'null')) || '}', ',')
  from jsonb_each(r.params) p`;

const tags = (sql: Sql): Fragment => sql`
  select string_agg('{"key":' || to_json(t.key) || ',"value":' || to_json(t.value) || '}', ',')
  from jsonb_each_text(jsonb_build_object('mlflow.runName', r.name) || r.tags) t`;

/** `"data"` of `runs r`. */
const data = (sql: Sql): Fragment =>
  object(sql, [list(sql, "metrics", metrics(sql)), list(sql, "params", params(sql)), list(sql, "tags", tags(sql))]);

const datasets = (sql: Sql): Fragment => sql`
  select string_agg(${object(sql, [
    list(
      sql,
      "tags",
      sql`select string_agg(json_build_object('key', t.key, 'value', t.value)::text, ',') from jsonb_each_text(i.tags) t`,
    ),
    sql`'"dataset":' || json_strip_nulls(json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
      'schema', d.schema, 'profile', d.profile))`,
  ])}, ',' order by i.place)
  from run_inputs i join input_datasets d on d.project_id = i.project_id and d.experiment_id = i.experiment_id and d.name = i.name and d.digest = i.digest
  where i.project_id = r.project_id and i.run_id = r.id`;

const models = (sql: Sql, role: "input" | "output"): Fragment => sql`
  select string_agg('{"model_id":' || to_json(o.model_id) || ${role === "output" ? sql`',"step":' || o.step` : sql`''`} || '}', ',' order by o.created_at, o.model_id)
  from run_models o where o.project_id = r.project_id and o.run_id = r.id and o.role = ${role}`;

const outputs = (sql: Sql): Fragment =>
  sql`coalesce(',"outputs":{"model_outputs":[' || (${models(sql, "output")}) || ']}', '')`;

const info = (sql: Sql): Fragment => sql`
  '{"run_uuid":' || id.json || ',"run_id":' || id.json || ',"run_name":' || to_json(r.name) || ',"experiment_id":' || to_json(r.experiment_id)
  || ',"user_id":' || to_json(coalesce(r.reported_user, r.owner_name, '')) || ',"status":"' || r.status
  || '","start_time":' || ${millis(sql, sql`r.started_at`)} || coalesce(',"end_time":' || ${millis(sql, sql`r.ended_at`)}, '')
  || ',"artifact_uri":' || to_json(${artifactUriIn(sql, sql`e.artifact_location`)})
  || ',"lifecycle_stage":' || case when r.archived_at is null then '"active"' else '"deleted"' end || '}'`;

/** `runs r` with experiments `e` and its id as JSON in `id` as a whole, made from the rows. */
const made = (sql: Sql): Fragment => sql`
  '{"info":' || ${info(sql)} || ',"data":' || ${data(sql)}
  || ',"inputs":' || ${object(sql, [list(sql, "dataset_inputs", datasets(sql)), list(sql, "model_inputs", models(sql, "input"))])}
  || ${outputs(sql)} || '}'`;

/** `runs r` with what `made` needs beside it. */
const madeFrom = (sql: Sql, projectId: number, ids: readonly string[]): Fragment => sql`
  runs r
  cross join lateral (select to_json(r.id)::text as json) id
  join experiments e on e.project_id = r.project_id and e.id = r.experiment_id
  where r.project_id = ${projectId} and r.id = any(${[...ids]}::text[])`;

/** Raise it when the JSON is written in another way: what was kept before is then made anew. */
const format = 2;

/**
 * What the JSON of `runs r` was made from: its sealed content and its row as it was last written, which whatever belongs to the run
 * writes too. (The place of an experiment's artifacts never changes.) Null while a run is logged to. Name and tags stand beside the
 * number of the write because that begins anew where a dump is loaded.
 */
const version = (sql: Sql): Fragment =>
  sql`r.content_digest || hash_record_extended(row(${format}::int, r.xmin, r.name, r.tags), 0)`;

/** To join to rows with an `id`: `kept.json` of the run as it was kept for its present version, null when it has to be made. */
export const keptRow = (sql: Sql, projectId: number, id: Fragment): Fragment => sql`
  left join lateral (
    select w.data as json from runs r join run_wire w on w.project_id = r.project_id and w.run_id = r.id and w.version = ${version(sql)}
    where r.project_id = ${projectId} and r.id = ${id} offset 0) kept on true`;

/** A run of a page: its JSON as the bytes that the database sent, null when it was not kept. */
export type KeptRow = { id: string; json: Buffer | null };
/** Rows as the database sent them, column by column. */
export type RawRows = (Buffer | null)[][];

/** The kept rows of these runs, in the order of `ids`. */
export async function readKept(sql: Sql, projectId: number, ids: readonly string[]): Promise<KeptRow[]> {
  const rows: RawRows = await sql`
    select kept.json from unnest((select ${[...ids]}::text[])) with ordinality as f(id, place) ${keptRow(sql, projectId, sql`f.id`)} order by place`.raw();
  return rows.map(([json = null], index) => ({ id: ids[index] ?? "", json }));
}

/**
 * Runs as the wire's JSON, in the order given; unknown ids are left out. The text is made by the database, most of it once, and
 * its bytes are passed on: to read and write it here would cost more than the search. `unkept` are the runs that had to be made.
 */
export async function runsAsJson(
  sql: Sql,
  projectId: number,
  page: readonly KeptRow[],
): Promise<{ runs: Buffer[]; unkept: string[] }> {
  const unkept = page.filter(({ json }) => json === null).map(({ id }) => id);
  const fresh = new Map<string, Buffer>();
  if (unkept.length > 0) {
    const rows: RawRows = await sql`select r.id, ${made(sql)} from ${madeFrom(sql, projectId, unkept)}`.raw();
    for (const [id, json] of rows) if (id && json) fresh.set(id.toString(), json);
  }
  return { runs: page.flatMap(({ id, json }) => json ?? fresh.get(id) ?? []), unkept };
}

/**
 * Keeps these runs as JSON for the next search, where their content is sealed: when it changes, the version does, and what
 * was kept is passed over. A copy like any cache: it may be emptied, and a failure costs nothing.
 */
export async function keepRows(sql: Sql, projectId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    await sql`
      insert into run_wire (project_id, run_id, version, data)
      select r.project_id, r.id, ${version(sql)}, ${made(sql)}
      from ${madeFrom(sql, projectId, ids)} and r.content_digest is not null
      order by r.id
      on conflict (project_id, run_id) do update set version = excluded.version, data = excluded.data`;
  } catch (error) {
    logger.warn({ err: error }, "the rows of runs could not be kept");
  }
}
