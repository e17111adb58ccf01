import { once } from "node:events";
import type { RawSql, Sql } from "@/db/client";
import { experimentsPerProject, type FixtureRun, fixtureProjects, fixtureRun } from "./run-fixture";

const nothing = "\\N";
const text = (value: string): string => value.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
const json = (value: unknown): string => text(JSON.stringify(value));
const moment = (at: number): string => new Date(at).toISOString();

export const fixtureProject = (number: number): string => `bench-${number}`;
const experimentId = (number: number): string => `bench-${number}`;

/** Sends lines to COPY, as many at once as the connection takes. */
export async function copyInto(sql: RawSql, statement: string, lines: Iterable<string>): Promise<void> {
  // As a template: what a pool does when a connection is lost keeps the driver's streams from its other form.
  const stream = await sql(Object.assign([statement], { raw: [statement] })).writable();
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < 256 * 1024) continue;
    if (!stream.write(chunk)) await once(stream, "drain");
    chunk = "";
  }
  if (chunk) stream.write(chunk);
  const closed = once(stream, "finish");
  stream.end();
  await closed;
}

type Ids = ReadonlyMap<number, number>;

function runLine(run: FixtureRun, ids: Ids): string {
  const finite = Object.fromEntries(Object.entries(run.metrics).map(([k, v]) => [k, Number.isNaN(v) ? null : v]));
  const end = run.startedAt + run.seconds * 1000;
  const marks = Object.fromEntries(
    Object.entries(run.metrics).map(([k, v]) => [k, Number.isNaN(v) ? [10, end, "NaN"] : [10, end]]),
  );
  return `${[
    ids.get(run.project),
    run.id,
    experimentId(run.experiment),
    run.name,
    run.status,
    run.tags["mlflow.user"],
    moment(run.startedAt),
    moment(end),
    run.seconds,
    run.tags["mlflow.source.git.commit"],
    json(run.params),
    json(finite),
    json(marks),
    json({ ...run.tags, "mlflow.runName": run.name }),
    "log",
    run.id,
    moment(end),
    run.isArchived ? moment(end) : nothing,
  ].join("\t")}\n`;
}

function* metricLines(run: FixtureRun, ids: Ids): Generator<string> {
  const project = ids.get(run.project);
  const at = run.startedAt + run.seconds * 1000;
  for (const key of Object.keys(run.metrics).sort()) {
    const value = run.metrics[key] as number;
    yield `${project}\t${run.id}\t${key}\t${Number.isNaN(value) ? `${nothing}\tNaN` : `${value}\t${nothing}`}\t10\t${at}\t1\n`;
  }
}

function* all(count: number, lines: (run: FixtureRun) => Iterable<string>): Generator<string> {
  for (let i = 0; i < count; i++) yield* lines(fixtureRun(i));
}

type Index = { name: string; definition: string };

/** Takes the indexes of a table away and gives them back: building them after the load is several times faster. */
async function withoutIndexes(sql: Sql, table: string, work: () => Promise<void>): Promise<void> {
  const indexes = await sql<Index[]>`
    select indexname as name, indexdef as definition from pg_indexes where tablename = ${table} and schemaname = 'public'
      and indexname not in (select conname from pg_constraint where conrelid = ${table}::regclass)`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await work();
  for (const { definition } of indexes) await sql.unsafe(definition);
}

/**
 * Fills an empty, migrated database with `count` runs in ten projects (20 parameters and 30 metrics each) by COPY, and gathers
 * statistics. Answers the id of each project.
 */
export async function loadFixture(sql: Sql, count: number, report: (line: string) => void): Promise<Ids> {
  const ids = new Map<number, number>();
  for (let number = 0; number < fixtureProjects; number++) {
    const name = fixtureProject(number);
    const [row] = await sql<{ id: number }[]>`
      insert into projects (name, title, created_at) values (${name}, ${name}, now()) returning id`;
    ids.set(number, row?.id ?? 0);
    await sql`
      insert into experiments (project_id, id, name, created_at)
      select ${row?.id ?? 0}, 'bench-' || e, 'bench/experiment-' || e, timestamptz '2025-01-01' + e * interval '1 day'
      from generate_series(0, ${experimentsPerProject - 1}) e`;
  }
  await sql`set maintenance_work_mem = '1GB'`;
  await sql`set synchronous_commit = off`;
  report(`${count} runs`);
  await withoutIndexes(sql, "runs", () =>
    copyInto(
      sql,
      `copy runs (project_id, id, experiment_id, name, status, reported_user, started_at, ended_at, duration_seconds, code_commit,
        params, metrics, metric_marks, tags, source, content_digest, imported_at, archived_at) from stdin`,
      all(count, (run) => [runLine(run, ids)]),
    ),
  );
  report("their metrics");
  await sql`alter table run_metrics drop constraint run_metrics_project_id_run_id_key_pk`;
  await withoutIndexes(sql, "run_metrics", async () => {
    await copyInto(
      sql,
      "copy run_metrics (project_id, run_id, key, value, raw, step, at, points) from stdin",
      all(count, (run) => metricLines(run, ids)),
    );
    await sql`alter table run_metrics add constraint run_metrics_project_id_run_id_key_pk primary key (project_id, run_id, key)`;
  });
  report("statistics");
  await sql`vacuum analyze runs`;
  await sql`vacuum analyze run_metrics`;
  return ids;
}
