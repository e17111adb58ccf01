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

/** Data of `runs r`, made from the rows. */
const rendered = (sql: Sql): Fragment =>
  object(sql, [list(sql, "metrics", metrics(sql)), list(sql, "params", params(sql)), list(sql, "tags", tags(sql))]);

/** What the data of a run was made from: its sealed content, its tags and its name. Null while it is being logged to. */
const version = (sql: Sql): Fragment =>
  sql`r.content_digest || hashtextextended(r.name, jsonb_hash_extended(r.tags, 0))`;

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

type Kept = { id: string; version: string; data: string };
type Found = { id: string; version: string | null; head: string; tail: string };

/** The data of these runs by id: as kept for their version, made anew for the others. */
async function loadData(sql: Sql, projectId: number, runs: readonly Found[], kept: readonly Kept[]) {
  const byId = new Map(kept.map((row) => [row.id, row]));
  const data = new Map<string, string>();
  const missing: string[] = [];
  for (const { id, version } of runs) {
    const row = byId.get(id);
    if (row && row.version === version) data.set(id, row.data);
    else missing.push(id);
  }
  if (missing.length === 0) return { data, missing };
  const made = await sql<{ id: string; data: string }[]>`
    select r.id, ${rendered(sql)} as data from runs r where r.project_id = ${projectId} and r.id = any(${missing}::text[])`;
  for (const row of made) data.set(row.id, row.data);
  return { data, missing };
}

/**
 * Runs as the wire's JSON, in the order of `ids`; unknown ids are left out. The text is made by the database, most of it once, and
 * passed on: to read and write it here would cost more than the search. `unkept` are the runs whose data had to be made.
 */
export async function runsAsJson(
  sql: Sql,
  projectId: number,
  ids: readonly string[],
): Promise<{ runs: string[]; unkept: string[] }> {
  if (ids.length === 0) return { runs: [], unkept: [] };
  const [kept, found] = await Promise.all([
    sql<Kept[]>`
      select run_id as id, version, data from run_wire where project_id = ${projectId} and run_id = any(${[...ids]}::text[])`,
    sql<Found[]>`
      select r.id, ${version(sql)} as version, '{"info":' || ${info(sql)} || ',"data":' as head,
        ',"inputs":' || ${object(sql, [list(sql, "dataset_inputs", datasets(sql)), list(sql, "model_inputs", models(sql, "input"))])}
        || ${outputs(sql)} || '}' as tail
      from runs r
      cross join lateral (select to_json(r.id)::text as json) id
      join experiments e on e.project_id = r.project_id and e.id = r.experiment_id
      where r.project_id = ${projectId} and r.id = any(${[...ids]}::text[])`,
  ]);
  const { data, missing } = await loadData(sql, projectId, found, kept);
  const byId = new Map(found.map((run) => [run.id, run]));
  const runs = ids.flatMap((id) => {
    const run = byId.get(id);
    return run ? [`${run.head}${data.get(id) ?? "{}"}${run.tail}`] : [];
  });
  return { runs, unkept: missing };
}

/**
 * Keeps the data of these runs as JSON for the next search, where their content is sealed: when it changes, the version does, and what
 * was kept is passed over. A copy like any cache: it may be emptied, and a failure costs nothing.
 */
export async function keepData(sql: Sql, projectId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    await sql`
      insert into run_wire (project_id, run_id, version, data)
      select r.project_id, r.id, ${version(sql)}, ${rendered(sql)}
      from runs r where r.project_id = ${projectId} and r.id = any(${[...ids].sort()}::text[]) and r.content_digest is not null
      order by r.id
      on conflict (project_id, run_id) do update set version = excluded.version, data = excluded.data`;
  } catch (error) {
    logger.warn({ err: error }, "the data of runs could not be kept");
  }
}
