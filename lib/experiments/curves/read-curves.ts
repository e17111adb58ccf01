import "server-only";
import type { Sql } from "@/db/client";
import { foldUnderLock } from "./fold-series";
import { type Point, Rollup, valueBytes } from "./rollup";

/** A series as it is drawn: all its points when they are few, else a rollup and the points after it. */
export type Series = { runId: string; key: string; rollup: Rollup | null; points: Point[] };
export type SeriesId = { runId: string; key: string };

/** Points up to which a series is read as it is. */
export const mostRawPoints = 4096;
/** Points after a rollup up to which it is not folded again. */
const mostTail = 2 * mostRawPoints;

type Folded = { place: number; rollup: Buffer; step: number; at: number };
type Found = { place: number; steps: number[]; ats: number[]; values: number[] };

const columnsOf = (ids: readonly SeriesId[]) => [ids.map((id) => id.runId), ids.map((id) => id.key)] as const;

/** Up to `limit` points of each series after a place, as arrays: rows of single points cost ten times as much to decode. */
const readPoints = (
  sql: Sql,
  projectId: number,
  ids: readonly SeriesId[],
  after: readonly (Folded | null)[],
  limit: number,
) => {
  const [runIds, keys] = columnsOf(ids);
  return sql<Found[]>`
    select w.place::int as place, p.steps, p.ats, p.values
    from unnest(${runIds}::text[], ${keys}::text[], ${after.map((a) => a?.step ?? null)}::int8[], ${after.map((a) => a?.at ?? null)}::int8[])
      with ordinality as w(run_id, key, step, at, place)
    cross join lateral (
      select array_agg(step::float8) as steps, array_agg(at::float8) as ats, array_agg(value) as values from (
        select step, at, value from metric_points m where m.project_id = ${projectId} and m.run_id = w.run_id and m.key = w.key
          and (m.step, m.at) > (coalesce(w.step, ${"-9223372036854775808"}::int8), coalesce(w.at, -1))
        order by m.step, m.at, m.value limit ${limit}
      ) few
    ) p
    where p.steps is not null`;
};

const pointsOf = ({ steps, ats, values }: Found): Point[] =>
  steps.map((step, index) => ({ step, at: ats[index] ?? 0, value: values[index] ?? Number.NaN }));

const readRollups = (sql: Sql, projectId: number, ids: readonly SeriesId[], whole: boolean) => {
  const [runIds, keys] = columnsOf(ids);
  return sql<Folded[]>`
    select w.place::int as place, ${whole ? sql`s.rollup` : sql`substring(s.rollup from 1 for ${valueBytes}) as rollup`},
      s.folded_step::float8 as step, s.folded_at::float8 as at
    from unnest(${runIds}::text[], ${keys}::text[]) with ordinality as w(run_id, key, place)
    join metric_series s on s.project_id = ${projectId} and s.run_id = w.run_id and s.key = w.key and not s.stale and s.rollup is not null`;
};

/**
 * Series of runs for drawing, in the order asked for. What is long comes from its rollup, folded first when it is behind, so that a
 * chart costs the same whatever the history. With `places` the rollups know the step and time of each extreme.
 */
export async function readSeries(
  sql: Sql,
  projectId: number,
  ids: readonly SeriesId[],
  options: { places?: boolean; attempt?: number } = {},
): Promise<Series[]> {
  if (ids.length === 0) return [];
  const rollups = new Map((await readRollups(sql, projectId, ids, options.places ?? false)).map((r) => [r.place, r]));
  const after = ids.map((_, index) => rollups.get(index + 1) ?? null);
  const tails = new Map((await readPoints(sql, projectId, ids, after, mostTail + 1)).map((row) => [row.place, row]));
  const behind = ids.filter((_, index) => {
    const count = tails.get(index + 1)?.steps.length ?? 0;
    return count > (after[index] ? mostTail : mostRawPoints);
  });
  const { attempt = 1 } = options;
  if (behind.length > 0 && attempt < 3) {
    for (const id of behind) await foldUnderLock(sql, { projectId, ...id });
    return readSeries(sql, projectId, ids, { ...options, attempt: attempt + 1 });
  }
  return ids.map((id, index) => {
    const folded = after[index];
    const tail = tails.get(index + 1);
    return { ...id, rollup: folded ? Rollup.from(folded.rollup) : null, points: tail ? pointsOf(tail) : [] };
  });
}

/** Metric keys that have points in a run, in order: one probe of the key each, however many points they have. */
export async function listSeriesKeys(sql: Sql, projectId: number, runId: string, limit = 1000): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    with recursive keys as (
      (select key from metric_points where project_id = ${projectId} and run_id = ${runId} order by key limit 1)
      union all
      select (select m.key from metric_points m where m.project_id = ${projectId} and m.run_id = ${runId} and m.key > keys.key order by m.key limit 1)
      from keys where keys.key is not null
    )
    select key from keys where key is not null limit ${limit}`;
  return rows.map((row) => row.key);
}
