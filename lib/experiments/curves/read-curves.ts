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
/** Points of one bucket that are read to be exact at the ends of a range. */
const mostEdge = 50_000;

type Place = { step: number; at: number };
type Folded = Place & { place: number; rollup: Buffer };
type Found = { place: number; steps: number[]; ats: number[]; values: number[] };
type Bounds = { after?: Place | null; from?: number; to?: number };

const int8 = { lowest: "-9223372036854775808", highest: "9223372036854775807" };
const columnsOf = (ids: readonly SeriesId[]) => [ids.map((id) => id.runId), ids.map((id) => id.key)] as const;

/** Up to `limit` points of each series within its bounds, as arrays: rows of single points cost ten times as much to decode. */
async function readPoints(
  sql: Sql,
  projectId: number,
  ids: readonly SeriesId[],
  bounds: readonly Bounds[],
  limit: number,
): Promise<Point[][]> {
  if (ids.length === 0) return [];
  const [runIds, keys] = columnsOf(ids);
  const steps = bounds.map(({ after, from }) => String(after?.step ?? from ?? int8.lowest));
  const ats = bounds.map(({ after }) => String(after?.at ?? -1));
  const ends = bounds.map(({ to }) => String(to ?? int8.highest));
  const found = await sql<Found[]>`
    select w.place::int as place, p.steps, p.ats, p.values
    from unnest(${runIds}::text[], ${keys}::text[], ${steps}::text[], ${ats}::text[], ${ends}::text[])
      with ordinality as w(run_id, key, step, at, last, place)
    cross join lateral (
      select array_agg(step::float8) as steps, array_agg(at::float8) as ats, array_agg(value) as values from (
        select step, at, value from metric_points m where m.project_id = ${projectId} and m.run_id = w.run_id and m.key = w.key
          and (m.step, m.at) > (w.step::int8, w.at::int8) and m.step <= w.last::int8
        order by m.step, m.at, m.value limit ${limit}
      ) few
    ) p
    where p.steps is not null`;
  const byPlace = new Map(found.map((row) => [row.place, row]));
  return ids.map((_, index) => {
    const row = byPlace.get(index + 1);
    return row ? row.steps.map((step, i) => ({ step, at: row.ats[i] ?? 0, value: row.values[i] ?? Number.NaN })) : [];
  });
}

async function readRollups(sql: Sql, projectId: number, ids: readonly SeriesId[], whole: boolean) {
  const [runIds, keys] = columnsOf(ids);
  const found = await sql<Folded[]>`
    select w.place::int as place, ${whole ? sql`s.rollup` : sql`substring(s.rollup from 1 for ${valueBytes}) as rollup`},
      s.folded_step::float8 as step, s.folded_at::float8 as at
    from unnest(${runIds}::text[], ${keys}::text[]) with ordinality as w(run_id, key, place)
    join metric_series s on s.project_id = ${projectId} and s.run_id = w.run_id and s.key = w.key and not s.stale and s.rollup is not null`;
  const byPlace = new Map(found.map((row) => [row.place, row]));
  return ids.map((_, index) => byPlace.get(index + 1) ?? null);
}

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
  const rollups = await readRollups(sql, projectId, ids, options.places ?? false);
  const tails = await readPoints(
    sql,
    projectId,
    ids,
    rollups.map((after) => ({ after })),
    mostTail + 1,
  );
  const behind = ids.filter((_, i) => (tails[i]?.length ?? 0) > (rollups[i] ? mostTail : mostRawPoints));
  const { attempt = 1 } = options;
  if (behind.length > 0 && attempt < 3) {
    for (const id of behind) await foldUnderLock(sql, { projectId, ...id });
    return readSeries(sql, projectId, ids, { ...options, attempt: attempt + 1 });
  }
  return ids.map((id, index) => {
    const folded = rollups[index];
    return { ...id, rollup: folded ? Rollup.from(folded.rollup) : null, points: tails[index] ?? [] };
  });
}

const known = ({ rollup, points }: Series): Point[] =>
  rollup ? [...rollup.pointsOf("low"), ...rollup.pointsOf("high"), ...rollup.pointsOf("last"), ...points] : points;

/**
 * Points of series between two steps, both included: all of them when they are few, else the lowest, highest and last of every bucket
 * in the range, exact also where the range cuts through a bucket.
 */
export async function readRange(
  sql: Sql,
  projectId: number,
  ids: readonly SeriesId[],
  { from, to }: { from?: number; to?: number },
): Promise<Point[][]> {
  // The whole history needs no look at single points of what is long.
  if (from === undefined && to === undefined)
    return (await readSeries(sql, projectId, ids, { places: true })).map(known);
  const raw = await readPoints(
    sql,
    projectId,
    ids,
    ids.map(() => ({ from, to })),
    mostRawPoints + 1,
  );
  const long = ids.filter((_, index) => (raw[index]?.length ?? 0) > mostRawPoints);
  const series = await readSeries(sql, projectId, long, { places: true });
  const edges = series.flatMap(({ runId, key, rollup }) => {
    if (!rollup || rollup.axis === "at") return [];
    const bucketOf = (step: number) => rollup.start + Math.floor((step - rollup.start) / rollup.width) * rollup.width;
    const head = from === undefined ? [] : [{ from, to: Math.min(bucketOf(from) + rollup.width - 1, to ?? Infinity) }];
    const tail = to === undefined ? [] : [{ from: Math.max(bucketOf(to), from ?? -Infinity), to }];
    return [...head, ...tail].map((bounds) => ({ id: { runId, key }, bounds }));
  });
  const cut = await readPoints(
    sql,
    projectId,
    edges.map((edge) => edge.id),
    edges.map((edge) => edge.bounds),
    mostEdge,
  );
  const isIn = ({ step }: Point) => step >= (from ?? -Infinity) && step <= (to ?? Infinity);
  return ids.map((id, index) => {
    const at = series.findIndex((one) => one.runId === id.runId && one.key === id.key);
    const one = series[at];
    if (!one) return raw[index] ?? [];
    const atEdges = edges.flatMap((edge, i) =>
      edge.id.runId === id.runId && edge.id.key === id.key ? (cut[i] ?? []) : [],
    );
    return [...known(one).filter(isIn), ...atEdges];
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
