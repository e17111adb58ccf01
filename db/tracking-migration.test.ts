import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { migrateDatabase } from "./migrate";

type Journal = { entries: { tag: string }[] };

const server = inject("databaseServer");
const name = `test_${randomBytes(6).toString("hex")}`;
const admin = postgres(server, { max: 1, onnotice: () => {} });
const url = server.replace(/\/[^/]*$/, `/${name}`);
const folder = mkdtempSync(join(tmpdir(), "countersign-migrations-"));

afterAll(async () => {
  await admin`drop database if exists ${admin(name)} with (force)`;
  await admin.end({ timeout: 1 });
  rmSync(folder, { recursive: true });
});

/** Migrations as they were before the one that is named. */
function before(tag: RegExp): string {
  cpSync("drizzle", folder, { recursive: true });
  const path = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8")) as Journal;
  const at = journal.entries.findIndex((entry) => tag.test(entry.tag));
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }));
  return folder;
}

test("a database with runs from before keeps every point, metric and experiment when points become partitioned", async () => {
  await admin`create database ${admin(name)}`;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await migrate(drizzle(sql), { migrationsFolder: before(/_tracking_store$/) });
  const projects = (n: number) => sql`insert into projects (name, title, created_at) values (${`p${n}`}, 'P', now())`;
  await projects(1);
  await projects(2);
  await sql`insert into experiments (project_id, id, name, created_at) select p, 'e', 'churn', '2026-01-02T03:04:05Z' from generate_series(1, 2) p`;
  await sql`insert into runs (project_id, id, experiment_id, name, status, started_at, imported_at, content_digest)
    select p, 'run-' || i, 'e', 'r', 'FINISHED', now(), now(), 'sha256:' || i from generate_series(1, 2) p, generate_series(1, 20) i`;
  await sql`insert into run_metrics (project_id, run_id, key, value, raw) select p, 'run-' || i, 'auc', nullif(i, 3) / 20.0, case i when 3 then 'NaN' end
    from generate_series(1, 2) p, generate_series(1, 20) i`;
  await sql`insert into metric_points (project_id, run_id, key, step, value) select p, 'run-' || i, 'loss', s, nullif(s, 7) * i
    from generate_series(1, 2) p, generate_series(1, 20) i, generate_series(-5, 50) s`;

  expect(await migrateDatabase(url)).toContainEqual(expect.stringMatching(/_tracking_store$/));

  const [points] =
    await sql`select count(*)::int as n, count(*) filter (where value = 'NaN')::int as nan, sum(value) filter (where value <> 'NaN') as total,
    count(distinct tableoid)::int as partitions from metric_points`;
  expect({ ...points }).toEqual({ n: 2 * 20 * 56, nan: 40, total: 2 * 210 * (1275 - 15 - 7), partitions: 8 });
  const [metrics] =
    await sql`select count(*)::int as n, count(*) filter (where raw = 'NaN' and value is null)::int as nan, sum(step + at + points)::int as added from run_metrics`;
  expect({ ...metrics }).toEqual({ n: 40, nan: 2, added: 0 });
  const [packed] =
    await sql`select bool_and(metrics_packed) as packed, count(content_digest)::int as digests from runs`;
  expect({ ...packed }).toEqual({ packed: true, digests: 40 });
  const [experiment] = await sql`select bool_and(updated_at = created_at) as same from experiments`;
  expect(experiment?.same).toBe(true);
  expect(await migrateDatabase(url)).toEqual([]);
  await sql.end();
});
