import type { Sql } from "@/db/client";
import { type Context, createContext } from "@/lib/context";
import { ensureDefaultExperiment } from "@/lib/experiments/commands/create-experiment";
import { createRun } from "@/lib/experiments/ingest/create-run";
import { logMetrics } from "@/lib/experiments/ingest/log-metrics";
import { type MetricPoint, pointColumns } from "@/lib/experiments/ingest/metric-point";
import { axesFromMlflow } from "@/lib/mlflow/tracking/axes-from-mlflow";
import { createProject } from "@/lib/projects/commands/create-project";
import { type Benchmark, type Figure, quantile, time, timingFigures } from "./measure";
import { openScratch } from "./scratch";

const at = 1_795_434_122_208;
const history = 1_000_000;

/** Batches that go on where the one before ended: `keys` metrics, as many steps of each as fit. */
function batches(size: number, keys: number) {
  let from = 0;
  return (): MetricPoint[] => {
    const steps = size / keys;
    const points = Array.from({ length: size }, (_, i) => {
      const step = from + Math.floor(i / keys);
      return { key: `metric_${i % keys}`, step, at: at + step, value: Math.sin(step + i) };
    });
    from += steps;
    return points;
  };
}

/** The bare limit: the same points into a table of the same columns and key, by one prepared unnest. */
const rawInsert = (sql: Sql, projectId: number, runId: string, points: readonly MetricPoint[]) => {
  const { keys, steps, ats, values } = pointColumns(points);
  return sql`insert into bench_points select ${projectId}, ${runId}, k, s, a, v
    from unnest(${keys}::text[], ${steps}::int8[], ${ats}::int8[], ${values}::float8[]) as t(k, s, a, v) on conflict do nothing`;
};

const median = (millis: readonly number[]) =>
  quantile(
    millis.toSorted((a, b) => a - b),
    0.5,
  );

async function clocked(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A batch logged and the same batch inserted raw, turn by turn, so that both meet the same machine. */
async function againstRaw(ctx: Context, runId: string, size: number, keys: number, rounds: number): Promise<Figure[]> {
  const sql = ctx.db.$client;
  const next = batches(size, keys);
  const [logged, raw]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + 5; round++) {
    const points = next();
    const ours = await clocked(() => logMetrics(ctx, runId, points));
    const bare = await clocked(() => rawInsert(sql, ctx.projectId, runId, points));
    if (round < 5) continue;
    logged.push(ours);
    raw.push(bare);
  }
  const [ours, bare] = [median(logged), median(raw)];
  const name = `log-batch of ${size}, ${keys} metrics`;
  return [
    { name: `${name}, p50`, value: ours, unit: "ms", note: `${Math.round((size / ours) * 1000)} points/s` },
    { name: `${name}, of the raw unnest`, value: (bare / ours) * 100, unit: "%", note: `raw ${bare.toFixed(2)} ms` },
  ];
}

async function fillHistory(sql: Sql, projectId: number, runId: string, points: number): Promise<void> {
  await sql`insert into metric_points select ${projectId}, ${runId}, 'loss', s, ${at}::int8 + s, sin(s) from generate_series(1, ${points}) s`;
  await sql`insert into run_metrics (project_id, run_id, key, value, step, at, points)
    values (${projectId}, ${runId}, 'loss', sin(${points}::float8), ${points}, ${at + points}, ${points})`;
}

/** One metric logged to a run of ten thousand points and to one of a million, turn by turn. */
async function flatness(ctx: Context, short: string, long: string): Promise<Figure[]> {
  const sql = ctx.db.$client;
  await fillHistory(sql, ctx.projectId, short, 10_000);
  await fillHistory(sql, ctx.projectId, long, history);
  await sql`vacuum analyze metric_points`;
  await sql`checkpoint`;
  const log = (runId: string, step: number) =>
    clocked(() => logMetrics(ctx, runId, [{ key: "loss", step, at: at + step, value: 1 }]));
  const [afterShort, afterLong]: [number[], number[]] = [[], []];
  for (let round = 0; round < 400; round++) {
    const [a, b] = [await log(short, history + round + 1), await log(long, history + round + 1)];
    if (round < 100) continue;
    afterShort.push(a);
    afterLong.push(b);
  }
  const [few, many] = [median(afterShort), median(afterLong)];
  return [
    { name: "log-metric after 10,000 points, p50", value: few, unit: "ms" },
    { name: "log-metric after 1,000,000 points, p50", value: many, unit: "ms" },
    { name: "log-metric, long history to short", value: many / few, unit: "times" },
  ];
}

/** What a client's logging costs without HTTP, against the same rows by a bare insert; and whether a long history makes it dearer. */
export const ingest: Benchmark = {
  name: "ingest",
  title: "Logging of metrics and runs",
  async run(report) {
    const scratch = await openScratch();
    const { sql, db } = scratch;
    try {
      const system = { actor: { kind: "system", job: "bench" }, db } as const;
      const project = await createProject(createContext({ ...system, projectId: 0 }), { name: "bench" });
      const ctx = createContext({ ...system, projectId: project.id });
      await ensureDefaultExperiment(ctx);
      await sql`create table bench_points (project_id int not null, run_id text not null, key text not null, step bigint not null,
        at bigint not null, value float8 not null, primary key (project_id, run_id, key, step, at, value))`;
      const start = () =>
        createRun(ctx, { experimentId: "0", name: "bench", startedAt: ctx.now(), user: "", tags: {} }, axesFromMlflow);
      const newRun = async () => (await start()).runId;
      const figures: Figure[] = [];
      for (const [size, keys, rounds] of [
        [10, 10, 300],
        [500, 500, 60],
        [1000, 10, 60],
        [1000, 1000, 60],
      ] as const) {
        report(`batches of ${size}, ${keys} metrics`);
        figures.push(...(await againstRaw(ctx, await newRun(), size, keys, rounds)));
      }
      report("one metric after a short and a long history");
      figures.push(...(await flatness(ctx, await newRun(), await newRun())));
      report("runs one by one");
      figures.push(...timingFigures("create run", await time(start, { runs: 300 })));
      return figures;
    } finally {
      await scratch.close();
    }
  },
};
