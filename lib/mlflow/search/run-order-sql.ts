import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import type { RunComparison, RunOrder, RunText, RunTime } from "@/lib/experiments/run-comparison";
import {
  allOf,
  comparisonCondition,
  keyedText,
  metricMatches,
  operators,
  rawNumber,
  textAttribute,
  timeAttribute,
} from "@/lib/experiments/run-comparison-sql";
import { type Driver, runsOf } from "@/lib/experiments/run-driver";
import type { Place } from "./page-token";

/** What is listed: conditions on `runs r`, and the driver that names the runs where a few can match. */
export type SearchScope = {
  sql: Sql;
  projectId: number;
  /** Project, experiments and lifecycle. */
  base: Fragment;
  /** What is asked of each run besides, and all of it as conditions with `base`. */
  asked: readonly RunComparison[];
  where: Fragment;
  driver: Driver | null;
};
/** One contiguous part of the list: selects sort values, moment and id of up to `limit` entries behind a place. */
type Phase = (from: Place | null, limit: number) => Fragment;
/** Sends what a phase selects. */
export type ReadEntries<Entry> = (entries: Fragment) => Promise<Entry[]>;

const iso = (sql: Sql, column: Fragment): Fragment =>
  sql`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Newest first, then by id: how ties end, and the order when none is asked. */
const behindTie = (sql: Sql, from: Place): Fragment =>
  sql`(began < ${from.at}::timestamptz or (began = ${from.at}::timestamptz and found.id > ${from.id}))`;

function byStart({ sql, projectId, where, driver }: SearchScope, ascending: boolean): Phase {
  return (from, limit) => {
    const order = ascending ? sql`r.started_at asc nulls first` : sql`r.started_at desc nulls last`;
    const at = from && sql`${from.at}::timestamptz`;
    const past = !at
      ? sql``
      : ascending
        ? sql`and r.started_at >= ${at} and (r.started_at > ${at} or r.id > ${from?.id ?? ""})`
        : sql`and r.started_at <= ${at} and (r.started_at < ${at} or r.id > ${from?.id ?? ""})`;
    return sql`
      select '[]'::json as values, ${iso(sql, sql`r.started_at`)} as at, r.id from ${runsOf(sql, projectId, driver)}
      where ${where} ${past} order by ${order}, r.id limit ${limit}`;
  };
}

/**
 * The first of an ordered query. A page is planned as if it were the largest, whatever its size, so that one plan serves all of them and
 * the database need not make one for each search.
 */
const firstOf = (sql: Sql, query: Fragment, limit: number): Fragment =>
  limit > 1001
    ? sql`${query} limit ${limit}`
    : sql`select * from (${query} limit 1001) o limit (select ${limit}::int8)`;

/**
 * Runs with a finite value of the metric, walked along the index of values; equal values are sorted as they come. Of each run the other
 * metrics are looked at before its row: one lookup each, where most fail.
 */
function byFinite({ sql, projectId, base, asked }: SearchScope, key: string, ascending: boolean): Phase {
  const isOwn = (comparison: RunComparison) => comparison.on === "metric" && comparison.key === key;
  const own = asked.flatMap((comparison) =>
    comparison.on === "metric" && isOwn(comparison)
      ? [sql`w.value ${operators[comparison.comparator](sql)} ${comparison.value}::float8`]
      : [],
  );
  const range = allOf(sql, [sql`w.project_id = ${projectId} and w.key = ${key} and w.value is not null`, ...own]);
  let runId = sql`w.run_id`;
  let checks = sql``;
  for (const [place, comparison] of asked.filter((other) => !isOwn(other)).entries()) {
    if (comparison.on !== "metric") continue;
    const name = sql(`c${place}`);
    checks = sql`${checks} cross join lateral (select m.run_id from run_metrics m where m.project_id = ${projectId} and m.run_id = ${runId}
      and m.key = ${comparison.key} and ${metricMatches(sql, comparison.comparator, comparison.value)} offset 0) ${name}`;
    runId = sql`${name}.run_id`;
  }
  const rest = allOf(sql, [
    base,
    ...asked.filter(({ on }) => on !== "metric").map((comparison) => comparisonCondition(sql, comparison)),
  ]);
  return (from, limit) => {
    const value = Number(from?.values[0]);
    const past = !from
      ? sql``
      : ascending
        ? sql`and w.value >= ${value}::float8 and (w.value > ${value}::float8 or ${behindTie(sql, from)})`
        : sql`and w.value <= ${value}::float8 and (w.value < ${value}::float8 or ${behindTie(sql, from)})`;
    const order = ascending ? sql`w.value asc nulls first` : sql`w.value desc nulls last`;
    const walk = sql`
      select json_build_array(w.value) as values, ${iso(sql, sql`began`)} as at, id from run_metrics w ${checks}
      cross join lateral (select r.started_at as began, r.id from runs r where r.project_id = ${projectId} and r.id = ${runId} and ${rest} offset 0) found
      where ${range} ${past} order by ${order}, began desc, id`;
    return firstOf(sql, walk, limit);
  };
}

/** Runs whose metric is this instead of a number. */
function byRaw({ sql, projectId, where }: SearchScope, key: string, ...raw: readonly string[]): Phase {
  return (from, limit) => sql`
    select '[]'::json as values, ${iso(sql, sql`began`)} as at, id from run_metrics m
    cross join lateral (select r.started_at as began, r.id from runs r where r.project_id = m.project_id and r.id = m.run_id and ${where} offset 0) found
    where m.project_id = ${projectId} and m.key = ${key} and m.value is null and m.raw = any(${[...raw]}::text[]) ${from ? sql`and ${behindTie(sql, from)}` : sql``}
    order by began desc, id limit ${limit}`;
}

/**
 * By one metric: numbers in order with the infinities at their ends, then NaN, then runs without it. What is seldom there does not make
 * the rest wait.
 */
function byMetric(scope: SearchScope, key: string, ascending: boolean): Phase[][] {
  const { sql, where } = scope;
  const infinities = ascending ? (["-Infinity", "Infinity"] as const) : (["Infinity", "-Infinity"] as const);
  const without = sql`${where} and not exists (select 1 from run_metrics m where m.project_id = r.project_id and m.run_id = r.id
    and m.key = ${key} and (m.value is not null or m.raw is not null))`;
  return [
    [byRaw(scope, key, infinities[0]), byFinite(scope, key, ascending)],
    [byRaw(scope, key, infinities[1]), byRaw(scope, key, "NaN", "null")],
    [byStart({ ...scope, where: without }, false)],
  ];
}

/** 0 for a value, 1 for NaN, 2 for none: values that cannot be ordered come last in either direction. */
const rank = (sql: Sql, column: Fragment): Fragment =>
  sql`case when ${column} is null then 2 when ${column}::text = 'NaN' then 1 else 0 end`;

/** The same over the driver's runs: their values first, then run by run what else is asked, until the page is full. */
function byDrivenMetric({ sql, projectId, where, driver }: SearchScope, key: string, ascending: boolean): Phase {
  const value = sql`coalesce(k.value, ${rawNumber(sql, sql`k.raw`)})`;
  const order = ascending ? sql`rank, value` : sql`rank, value desc`;
  return (from, limit) => {
    const there = from && { rank: sql`${Number(from.values[0])}::int`, value: sql`${from.values[1] ?? null}::float8` };
    const past = there
      ? sql`where (m.rank > ${there.rank} or (m.rank = ${there.rank} and (m.value ${ascending ? sql`>` : sql`<`} ${there.value}
          or (m.value is not distinct from ${there.value} and ${behindTie(sql, from)}))))`
      : sql``;
    return sql`
      select json_build_array(m.rank::text, m.value::text) as values, ${iso(sql, sql`began`)} as at, found.id from (
        select d.id, ${value} as value, ${rank(sql, value)} as rank
        from ${driver ? sql`(${driver.ids}) d` : sql``} left join lateral (
          select k.value, k.raw from run_metrics k where k.project_id = ${projectId} and k.run_id = d.id and k.key = ${key} offset 0) k on true
        order by ${order} offset 0) m
      cross join lateral (select r.started_at as began, r.id from runs r where r.project_id = ${projectId} and r.id = m.id and ${where} offset 0) found
      ${past} order by ${order}, began desc, found.id limit ${limit}`;
  };
}

type Sorted = { value: Fragment; cast: Fragment; ascending: boolean };

/** The metric as a number that sorts: NaN above all numbers. */
const metricNumber = (sql: Sql, key: string): Fragment =>
  sql`(select coalesce(m.value, ${rawNumber(sql, sql`m.raw`)}) from run_metrics m where m.project_id = r.project_id and m.run_id = r.id and m.key = ${key})`;

function sorted(sql: Sql, { on, key, ascending }: RunOrder): Sorted {
  if (on === "metric") return { value: metricNumber(sql, key), cast: sql`float8`, ascending };
  if (on === "time")
    return {
      value: sql`(extract(epoch from ${timeAttribute(sql, key as RunTime)}) * 1000)::float8`,
      cast: sql`float8`,
      ascending,
    };
  const value = on === "attribute" ? textAttribute(sql, key as RunText) : keyedText(sql, on, key);
  return { value, cast: sql`text`, ascending };
}

/** By anything, several fields at once: reads all runs of the search and sorts them. */
function byFields(scope: SearchScope, order: readonly RunOrder[]): Phase {
  const { sql, projectId, where, driver } = scope;
  const fields = order.map((term) => sorted(sql, term));
  const columns = fields.map((_, index) => sql`${sql(`v${index}`)}`);
  const ranks = columns.map((column, index) =>
    order[index]?.on === "metric" ? rank(sql, column) : sql`(${column} is null)::int`,
  );
  const chosen = fields.map(({ value }, index) => sql`, ${value} as ${columns[index] as Fragment}`);
  const orders = fields.map(({ ascending }, index) => {
    const column = columns[index] as Fragment;
    return ascending ? sql`${ranks[index] as Fragment}, ${column},` : sql`${ranks[index] as Fragment}, ${column} desc,`;
  });
  const pieces = (all: readonly Fragment[]) => all.reduce((text, piece) => sql`${text} ${piece}`, sql``);
  /** Behind the place: by the first field, or equal there and behind by the rest. */
  const behind = (from: Place, index: number): Fragment => {
    const field = fields[index];
    if (!field) return behindTie(sql, from);
    const column = columns[index] as Fragment;
    const own = ranks[index] as Fragment;
    const value = sql`${from.values[index] ?? null}::${field.cast}`;
    const there = order[index]?.on === "metric" ? rank(sql, value) : sql`(${value} is null)::int`;
    const beyond = field.ascending ? sql`${column} > ${value}` : sql`${column} < ${value}`;
    return sql`(${own} > ${there} or (${own} = ${there} and (${beyond} or (${column} is not distinct from ${value} and ${behind(from, index + 1)}))))`;
  };
  const values = columns.reduce(
    (all, column, index) => (index === 0 ? sql`${column}::text` : sql`${all}, ${column}::text`),
    sql``,
  );
  return (from, limit) => sql`
    select json_build_array(${values}) as values, ${iso(sql, sql`began`)} as at, id
    from (select r.id, r.started_at as began ${pieces(chosen)} from ${runsOf(sql, projectId, driver)} where ${where} offset 0) found
    ${from ? sql`where ${behind(from, 0)}` : sql``} order by ${pieces(orders)} began desc, id limit ${limit}`;
}

/** The order without an end that says how ties end anyway: newest first, then by id. */
function withoutTies(order: readonly RunOrder[]): readonly RunOrder[] {
  const last = order.at(-1);
  const rest = last?.on === "attribute" && last.key === "run_id" && last.ascending ? order.slice(0, -1) : order;
  const start = rest.at(-1);
  return start?.on === "time" && start.key === "start_time" && !start.ascending ? rest.slice(0, -1) : order;
}

/** The parts of the list one after the other; those of one group are asked for at the same time. */
function phasesOf(scope: SearchScope, asked: readonly RunOrder[]): Phase[][] {
  const order = withoutTies(asked);
  const [first] = order;
  if (!first) return [[byStart(scope, false)]];
  if (first.on === "time" && first.key === "start_time") return [[byStart(scope, first.ascending)]];
  if (first.on === "metric" && order.length === 1)
    return scope.driver
      ? [[byDrivenMetric(scope, first.key, first.ascending)]]
      : byMetric(scope, first.key, first.ascending);
  return [[byFields(scope, order)]];
}

/** One page of a search, at most `limit` entries, and the place behind it when there is more. */
export async function listRuns<Entry extends Omit<Place, "phase">>(
  scope: SearchScope,
  order: readonly RunOrder[],
  from: Place | null,
  limit: number,
  read: ReadEntries<Entry>,
): Promise<{ page: Entry[]; next: Place | null }> {
  const first = from?.phase ?? 0;
  const found: (Entry & Place)[] = [];
  let number = 0;
  for (const group of phasesOf(scope, order)) {
    const numbered = group.map((select) => ({ select, phase: number++ })).filter(({ phase }) => phase >= first);
    const missing = limit + 1 - found.length;
    if (missing <= 0) break;
    const lists = await Promise.all(
      numbered.map(async ({ select, phase }) => {
        const entries = await read(select(from?.phase === phase ? from : null, missing));
        return entries.map((entry) => ({ ...entry, phase }));
      }),
    );
    found.push(...lists.flat().slice(0, missing));
  }
  const page = found.slice(0, limit);
  return { page, next: found.length > limit ? (page.at(-1) ?? null) : null };
}
