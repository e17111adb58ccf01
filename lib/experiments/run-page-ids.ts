import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import type { RunComparison } from "./run-comparison";
import { allOf, keyedText, numeric, operators } from "./run-comparison-sql";
import { type Driver, metricsOf, runsOf } from "./run-driver";
import type { RunCursor, RunSort } from "./run-view";

/** A place in the list: which phase, the sort value there, the run. */
export type PageEntry = { phase: number; value: string | number | null; id: string };
export type PageIds = { entries: PageEntry[]; hasBefore: boolean; hasAfter: boolean };

type Place = { value: string | number | null; id: string };
/** One contiguous part of the list: `read` gives up to `limit` places from `from` on (exclusive), forwards or backwards. */
type Phase = {
  type: "moment" | "number" | "text";
  read: (from: Place | null, limit: number, backwards: boolean) => Promise<Place[]>;
};
/** What is listed: conditions on `runs r`, and the driver that names the runs where a few can match. */
export type PageScope = {
  sql: Sql;
  projectId: number;
  where: Fragment;
  driver: Driver | null;
  comparisons: readonly RunComparison[];
};

const iso = (sql: Sql, column: Fragment): Fragment =>
  sql`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function byStart({ sql, projectId, where, driver }: PageScope, descending: boolean): Phase {
  const read: Phase["read"] = (from, limit, backwards) => {
    const down = descending !== backwards;
    const past = from
      ? down
        ? sql`and (r.started_at, r.id) < (${from.value}::timestamptz, ${from.id})`
        : sql`and (r.started_at, r.id) > (${from.value}::timestamptz, ${from.id})`
      : sql``;
    // The index is declared "asc nulls first"; its mirror is "desc nulls last".
    const order = down
      ? sql`r.started_at desc nulls last, r.id desc nulls last`
      : sql`r.started_at asc nulls first, r.id asc nulls first`;
    return sql<
      Place[]
    >`select ${iso(sql, sql`r.started_at`)} as value, r.id from ${runsOf(sql, projectId, driver)} where ${where} ${past} order by ${order} limit ${limit}`;
  };
  return { type: "moment", read };
}

function byName({ sql, projectId, where, driver }: PageScope, descending: boolean): Phase {
  const read: Phase["read"] = (from, limit, backwards) => {
    const down = descending !== backwards;
    const past = from
      ? down
        ? sql`and (lower(r.name), r.id) < (${from.value}, ${from.id})`
        : sql`and (lower(r.name), r.id) > (${from.value}, ${from.id})`
      : sql``;
    const order = down ? sql`lower(r.name) desc, r.id desc` : sql`lower(r.name), r.id`;
    return sql<
      Place[]
    >`select lower(r.name) as value, r.id from ${runsOf(sql, projectId, driver)} where ${where} ${past} order by ${order} limit ${limit}`;
  };
  return { type: "text", read };
}

const metricValue = (sql: Sql, key: string): Fragment =>
  sql`(select m.value from run_metrics m where m.project_id = r.project_id and m.run_id = r.id and m.key = ${key})`;

/** Runs that have the metric, in its order: driven by run_metrics_value_idx, so a page costs the same at any depth. */
function byMetric(scope: PageScope, key: string, descending: boolean): Phase {
  const { sql, projectId, where, driver, comparisons } = scope;
  const own = comparisons.flatMap((comparison) =>
    comparison.on === "metric" && comparison.key === key
      ? [sql`m.value ${operators[comparison.comparator](sql)} ${comparison.value}::float8`]
      : [],
  );
  const range = allOf(sql, [sql`m.project_id = ${projectId} and m.key = ${key} and m.value is not null`, ...own]);
  const read: Phase["read"] = (from, limit, backwards) => {
    const down = descending !== backwards;
    const past = from
      ? down
        ? sql`and (m.value, m.run_id) < (${from.value}::float8, ${from.id})`
        : sql`and (m.value, m.run_id) > (${from.value}::float8, ${from.id})`
      : sql``;
    const order = down
      ? sql`m.value desc nulls last, m.run_id desc nulls last`
      : sql`m.value asc nulls first, m.run_id asc nulls first`;
    return sql<Place[]>`
      select m.value, m.run_id as id from ${metricsOf(sql, projectId, key, driver, !down)}
      cross join lateral (select 1 from runs r where r.project_id = m.project_id and r.id = m.run_id and ${where} offset 0) found
      where ${range} ${past} order by ${order} limit ${limit}`;
  };
  return { type: "number", read };
}

/** Sorts by a value that no index has: reads all runs of the filter once. */
function byValue(
  { sql, projectId, where, driver }: PageScope,
  type: "number" | "text",
  value: Fragment,
  descending: boolean,
): Phase {
  const cast = type === "number" ? sql`float8` : sql`text`;
  const read: Phase["read"] = (from, limit, backwards) => {
    const down = descending !== backwards;
    const past = from
      ? down
        ? sql`where (value, id) < (${from.value}::${cast}, ${from.id})`
        : sql`where (value, id) > (${from.value}::${cast}, ${from.id})`
      : sql``;
    const order = down ? sql`value desc, id desc` : sql`value, id`;
    return sql<
      Place[]
    >`select value, id from (select ${value} as value, r.id from ${runsOf(sql, projectId, driver)} where ${where} and ${value} is not null offset 0) s ${past} order by ${order} limit ${limit}`;
  };
  return { type, read };
}

/** Numbers by size, then words, then runs without the parameter. */
function paramPhases(scope: PageScope, name: string, descending: boolean): Phase[] {
  const { sql, where } = scope;
  const text = keyedText(sql, "param", name);
  const isNumber = sql`coalesce(${text} ~ ${numeric}, false)`;
  return [
    byValue(scope, "number", sql`(case when ${isNumber} then (${text})::float8 end)`, descending),
    byValue(scope, "text", sql`(case when not ${isNumber} then ${text} end)`, descending),
    byStart({ ...scope, where: sql`${where} and ${text} is null` }, true),
  ];
}

/** Parts of the list in order: runs that have the sort value, then those that have none, newest first. */
function phasesOf(scope: PageScope, sort: RunSort, descending: boolean): Phase[] {
  const { sql, where } = scope;
  if (sort.key === "started") return [byStart(scope, descending)];
  if (sort.key === "name") return [byName(scope, descending)];
  if (sort.key === "metric") {
    const hasNone = sql`${metricValue(sql, sort.name)} is null`;
    return [byMetric(scope, sort.name, descending), byStart({ ...scope, where: sql`${where} and ${hasNone}` }, true)];
  }
  if (sort.key === "duration")
    return [
      byValue(scope, "number", sql`r.duration_seconds`, descending),
      byStart({ ...scope, where: sql`${where} and r.duration_seconds is null` }, true),
    ];
  return paramPhases(scope, sort.name, descending);
}

/** A cursor of another list, or one that was tampered with, starts at the beginning. */
function usable(cursor: RunCursor | null, phases: readonly Phase[]): RunCursor | null {
  const phase = cursor && phases[cursor.phase];
  if (!phase) return null;
  if (phase.type === "number") return typeof cursor.value === "number" ? cursor : null;
  if (typeof cursor.value !== "string") return null;
  const isMoment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(cursor.value) && !Number.isNaN(Date.parse(cursor.value));
  return phase.type === "text" || isMoment ? cursor : null;
}

async function collect(
  phases: readonly Phase[],
  cursor: RunCursor | null,
  limit: number,
  backwards: boolean,
): Promise<PageEntry[]> {
  const entries: PageEntry[] = [];
  const first = Math.min(cursor?.phase ?? (backwards ? phases.length - 1 : 0), phases.length - 1);
  for (let at = first; at >= 0 && at < phases.length && entries.length < limit; at += backwards ? -1 : 1) {
    const from = cursor && at === first ? { value: cursor.value, id: cursor.id } : null;
    const found = (await phases[at]?.read(from, limit - entries.length, backwards)) ?? [];
    entries.push(...found.map((place) => ({ phase: at, value: place.value, id: place.id })));
  }
  return entries;
}

/** The ids of one page by keyset, and whether there is more on either side. */
export async function listPageIds(
  scope: PageScope,
  view: { sort: RunSort; descending: boolean; cursor: RunCursor | null },
  limit: number,
): Promise<PageIds> {
  const phases = phasesOf(scope, view.sort, view.descending);
  const cursor = usable(view.cursor, phases);
  const backwards = cursor?.direction === "before";
  const entries = await collect(phases, cursor, limit + 1, backwards);
  const hasMore = entries.length > limit;
  const page = entries.slice(0, limit);
  if (backwards) page.reverse();
  return { entries: page, hasBefore: backwards ? hasMore : cursor !== null, hasAfter: backwards ? true : hasMore };
}
