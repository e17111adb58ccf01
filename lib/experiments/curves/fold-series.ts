import "server-only";
import type { RawSql, Sql } from "@/db/client";
import { type Point, Rollup } from "./rollup";

export type SeriesName = { projectId: number; runId: string; key: string };

/** Points read at once. */
const page = 20_000;

async function readAfter(sql: RawSql, { projectId, runId, key }: SeriesName, after: Point | null): Promise<Point[]> {
  const rows = await sql<{ step: number; at: number; value: number }[]>`
    select step::float8 as step, at::float8 as at, value from metric_points
    where project_id = ${projectId} and run_id = ${runId} and key = ${key}
      ${after ? sql`and (step, at, value) > (${after.step}::int8, ${after.at}::int8, ${after.value}::float8)` : sql``}
    order by step, at, value limit ${page}`;
  return [...rows];
}

/** Starts over steps; over time when the whole series has one step. */
async function start(sql: RawSql, { projectId, runId, key }: SeriesName, first: Point): Promise<Rollup> {
  const [last] = await sql<{ step: number }[]>`
    select step::float8 as step from metric_points where project_id = ${projectId} and run_id = ${runId} and key = ${key}
    order by step desc limit 1`;
  const oneStep = last?.step === first.step;
  return Rollup.empty(oneStep ? "at" : "step", oneStep ? first.at : first.step);
}

type Stored = { rollup: Buffer; step: number; at: number; stale: boolean };

/**
 * Folds the points of a series that its rollup lacks, from the beginning when an older one came in. The caller holds the run's row
 * against writers.
 */
export async function foldSeries(sql: RawSql, name: SeriesName): Promise<void> {
  const { projectId, runId, key } = name;
  const [stored] = await sql<Stored[]>`
    select rollup, folded_step::float8 as step, folded_at::float8 as at, stale from metric_series
    where project_id = ${projectId} and run_id = ${runId} and key = ${key} and rollup is not null and folded_step is not null`;
  let rollup = stored && !stored.stale ? Rollup.from(stored.rollup) : null;
  // All points of the last (step, time) are in: the next ones come after any value there.
  let after: Point | null = rollup && stored ? { step: stored.step, at: stored.at, value: Number.NaN } : null;
  let points = await readAfter(sql, name, after);
  const outside = rollup && stored && points.some((point) => !rollup?.takes(point, stored.step));
  if (outside) {
    rollup = null;
    after = null;
    points = await readAfter(sql, name, null);
  }
  while (points.length > 0) {
    rollup ??= await start(sql, name, points[0] as Point);
    for (const point of points) rollup.add(point);
    after = points.at(-1) ?? after;
    points = points.length < page ? [] : await readAfter(sql, name, after);
  }
  if (!rollup || !after) return;
  await sql`
    insert into metric_series (project_id, run_id, key, points, folded_step, folded_at, stale, rollup)
    values (${projectId}, ${runId}, ${key}, ${rollup.points}, ${after.step}, ${after.at}, false, ${rollup.bytes()})
    on conflict (project_id, run_id, key) do update
    set points = excluded.points, folded_step = excluded.folded_step, folded_at = excluded.folded_at, stale = false, rollup = excluded.rollup`;
}

/** Folds series under the run's lock, each in a transaction of its own so that writers wait briefly. */
export async function foldUnderLock(sql: Sql, name: SeriesName): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select 1 from runs where project_id = ${name.projectId} and id = ${name.runId} for update`;
    await foldSeries(tx, name);
  });
}
