import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Sql } from "@/db/client";
import { type Context, createContext } from "@/lib/context";
import { importRuns } from "@/lib/experiments/commands/import-runs";
import { createProject } from "@/lib/projects/commands/create-project";
import { processorTime } from "./backend";
import type { Benchmark, Figure } from "./measure";
import { openScratch } from "./scratch";

const demo = join(process.cwd(), "lib/demo/data/census-runs.jsonl.gz");

type Shape = { params: number; metrics: number; count: number };

/** Milliseconds of processor time: of this process, and of the database's for our connections. In steps of 10. */
async function processorTimes(sql: Sql): Promise<{ here: number; database: number }> {
  const pids = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`;
  const { user, system } = process.cpuUsage();
  return { here: (user + system) / 1000, database: pids.reduce((sum, { pid }) => sum + processorTime(pid), 0) };
}

/** The bare limit: the same rows by COPY from a file of the server into tables of the same columns and indexes. */
async function copySame(sql: Sql, like: string): Promise<{ seconds: number; database: number }> {
  const [place] = await sql<{ data_directory: string }[]>`show data_directory`;
  const of = Object.entries({ runs: "id", run_metrics: "run_id" });
  const file = (table: string) => `'${place?.data_directory}/bare_${table}'`;
  for (const [table, id] of of) {
    await sql.unsafe(`copy (select * from ${table} where ${id} like '${like}' order by 1, 2, 3) to ${file(table)}`);
    await sql.unsafe(`create table bare_${table} (like ${table} including all)`);
  }
  const before = await processorTimes(sql);
  const start = performance.now();
  await sql.unsafe(of.map(([table]) => `copy bare_${table} from ${file(table)}`).join(";"));
  const seconds = (performance.now() - start) / 1000;
  const { database } = await processorTimes(sql);
  for (const [table] of of) await sql.unsafe(`drop table bare_${table}`);
  return { seconds, database: database - before.database };
}

/** Records of scalars alone, as a migration from another tool writes them. */
async function importPlain(ctx: Context, { params, metrics, count }: Shape): Promise<Figure[]> {
  const named = (prefix: string, n: number, value: (i: number) => number) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`${prefix}_${i}`, value(i)]));
  const record = (run: number) => ({
    experiment: `plain-${run % 10}`,
    metrics: named("metric", metrics, (i) => Math.sin(run * 31 + i)),
    params: named("param", params, (i) => ((run * i) % 97) / 10),
    run_id: `plain-${params}-${run}`,
    start_time: new Date(Date.UTC(2026, 0, 1) + run * 60_000).toISOString(),
    status: "FINISHED",
  });
  const lines = Array.from({ length: count }, (_, run) => `${JSON.stringify(record(run))}\n`);
  async function* bytes() {
    for (let from = 0; from < count; from += 500) yield Buffer.from(lines.slice(from, from + 500).join(""));
  }
  const before = await processorTimes(ctx.db.$client);
  const start = performance.now();
  const { imported } = await importRuns(ctx, bytes(), { source: "bench" });
  const seconds = (performance.now() - start) / 1000;
  const after = await processorTimes(ctx.db.$client);
  const bare = await copySame(ctx.db.$client, `plain-${params}-%`);
  const name = `import of plain runs, ${params} parameters, ${metrics} metrics`;
  const perRun = (millis: number) => (millis * 1000) / imported;
  return [
    { name, value: imported / seconds, unit: "runs/s", note: `${imported} runs` },
    { name: `${name}, limit: COPY of their rows`, value: imported / bare.seconds, unit: "runs/s" },
    { name: `${name}, processor here`, value: perRun(after.here - before.here), unit: "µs/run" },
    { name: `${name}, processor of the database`, value: perRun(after.database - before.database), unit: "µs/run" },
    { name: `${name}, the same of that COPY`, value: perRun(bare.database), unit: "µs/run" },
  ];
}

/** Import of real run records (35 slices, curves, calibration each), repeated under new ids. */
export const importRunsBenchmark: Benchmark = {
  name: "import",
  title: "Import of runs",
  async run(report) {
    const scratch = await openScratch();
    try {
      const system = { actor: { kind: "system", job: "bench" }, db: scratch.db } as const;
      const project = await createProject(createContext({ ...system, projectId: 0 }), { name: "bench" });
      const ctx = createContext({ ...system, projectId: project.id });
      if (!existsSync(demo)) throw new Error("The demo's runs are missing.");
      const lines = gunzipSync(readFileSync(demo)).toString("utf8").trim().split("\n");
      const copies = 8;
      async function* bytes() {
        for (let copy = 0; copy < copies; copy++) {
          for (const line of lines) yield Buffer.from(`${line.replace('"run_id":"', `"run_id":"c${copy}-`)}\n`);
        }
      }
      report(`${lines.length * copies} runs`);
      const start = performance.now();
      const { imported, failed } = await importRuns(ctx, bytes(), { source: "bench" });
      const seconds = (performance.now() - start) / 1000;
      const plain: Figure[] = [];
      for (const [params, metrics, count] of [
        [5, 3, 40_000],
        [20, 30, 10_000],
      ] as const) {
        report(`${count} plain runs of ${params} parameters and ${metrics} metrics`);
        plain.push(...(await importPlain(ctx, { params, metrics, count })));
      }
      const figures: Figure[] = [
        ...plain,
        { name: "runs imported", value: imported, unit: "runs", note: failed ? `${failed} failed` : undefined },
        { name: "import", value: imported / seconds, unit: "runs/s" },
        { name: "slices imported", value: (imported * 35) / seconds, unit: "slices/s" },
      ];
      return figures;
    } finally {
      await scratch.close();
    }
  },
};
