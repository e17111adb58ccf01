import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import { keepRecent } from "@/lib/keep-recent";
import type { RunComparison } from "./run-comparison";
import { metricIds, textMatches } from "./run-comparison-sql";

/** Most runs that a driver may name where a project is small: as many lookups cost about as much as walking an order until fifty of the others match. */
const driverLimit = 2000;
/** Wherever: so many are counted at most. */
const highestLimit = 10_000;

/**
 * The same for the project: to name n of N runs costs n lookups, to walk until fifty of n match 50 N / n, so that both are equal where n is
 * the root of 50 N. N is what the worker counted.
 */
const limitOf = (sql: Sql, projectId: number): Fragment => sql`
  select greatest(${driverLimit}::int, least(${highestLimit}::int, sqrt(50.0 * coalesce(max(k.runs), 0))::int)) as n
  from run_keys k where k.project_id = ${projectId}`;

/** Names the runs that a search reads. In an object, because a fragment that an async function answers would be run as a query. */
export type Driver = {
  ids: Fragment;
  /** The comparison that every named run passes, so that it need not be asked again. */
  covers?: RunComparison;
};
/** A list of ids is followed whatever its length: each is one lookup. */
type Candidate = Driver & {
  size?: number;
  /** Costs more per id than to fetch the ids once: they are not counted but kept. */
  isDear?: boolean;
};

type DriverScope = { sql: Sql; projectId: number; experimentIds: readonly string[] | null };

/** The parameter as text or, as imports keep it, as a number: what runs_params_idx finds, which has the project in it as the key "". */
function paramEquals(sql: Sql, projectId: number, key: string, value: string): Fragment {
  const indexed = sql`(r.params || ('{"":' || r.project_id::text || '}')::jsonb)`;
  const holds = (wanted: string | number) =>
    sql`${indexed} @> ${JSON.stringify({ "": projectId, [key]: wanted })}::text::jsonb`;
  const number = Number(value);
  const isNumber = value.trim() !== "" && Number.isFinite(number);
  const found = isNumber ? sql`(${holds(value)} or ${holds(number)})` : holds(value);
  // Not by an index of projects: the other one is enough.
  return sql`select r.id from runs r where r.project_id + 0 = ${projectId} and ${found}`;
}

type ParamEquals = { on: "param"; key: string; value: string };
const isParamEquals = (comparison: RunComparison): comparison is RunComparison & ParamEquals =>
  comparison.on === "param" && "value" in comparison && comparison.comparator === "=" && comparison.key !== "";

const sampled = 200;
/** Of the newest runs at most this many have a value that is worth looking up. */
const rare = 4;

/** Parameters whose value few of the newest runs have: looking a frequent one up costs more than it spares. */
async function rareParams(
  { sql, projectId }: DriverScope,
  comparisons: readonly RunComparison[],
): Promise<Set<RunComparison>> {
  const equals = comparisons.filter(isParamEquals);
  if (equals.length === 0) return new Set();
  const counts = equals.map(({ key, value }) => sql`(count(*) filter (where r.params->>${key}::text = ${value}))::int`);
  const [row] = await sql<{ found: number[] }[]>`
    select array[${counts.reduce((all, count) => sql`${all}, ${count}`)}] as found from (
      select r.params from runs r where r.project_id = ${projectId} order by r.started_at desc nulls last, r.id desc nulls last limit ${sampled}) r`;
  return new Set(equals.filter((_, index) => (row?.found[index] ?? 0) <= rare));
}

/** The ids that match one comparison, where an index finds them without reading all runs; null where none does. */
function candidate({ sql, projectId }: DriverScope, comparison: RunComparison): Candidate | null {
  if (comparison.on === "metric" && comparison.comparator !== "!=" && Number.isFinite(comparison.value))
    return { ids: metricIds(sql, projectId, comparison), covers: comparison };
  if (isParamEquals(comparison))
    return { ids: paramEquals(sql, projectId, comparison.key, comparison.value), isDear: true };
  if (comparison.on === "tag" && comparison.comparator === "=" && comparison.key === "mlflow.parentRunId")
    return {
      ids: sql`select r.id from runs r where r.project_id = ${projectId} and r.tags->>'mlflow.parentRunId' = ${comparison.value}`,
    };
  if (comparison.on === "attribute" && comparison.key === "run_id" && comparison.comparator === "IN")
    return {
      ids: sql`select distinct unnest(${[...comparison.values]}::text[]) as id`,
      size: comparison.values.length,
    };
  if (comparison.on === "attribute" && comparison.key === "run_id" && comparison.comparator === "=")
    return { ids: sql`select ${comparison.value}::text as id`, size: 1 };
  if (comparison.on === "attribute" && comparison.key === "run_name" && comparison.comparator === "=")
    return {
      ids: sql`select r.id from runs r where r.project_id = ${projectId} and lower(r.name) = lower(${comparison.value})`,
    };
  if (comparison.on === "dataset" && comparison.key !== "context" && comparison.comparator === "=") {
    const column = comparison.key === "name" ? sql`i.name` : sql`i.digest`;
    return {
      ids: sql`select distinct i.run_id as id from run_inputs i where i.project_id = ${projectId} and ${textMatches(sql, column, comparison)}`,
    };
  }
  return null;
}

/** A few experiments with few runs: their index names them. */
const experimentRuns = ({ sql, projectId, experimentIds }: DriverScope): Candidate | null =>
  experimentIds && {
    ids: sql`select r.id from runs r where r.project_id = ${projectId} and r.experiment_id = any(${[...experimentIds]}::text[])`,
  };

/** The candidate at a place of the comparisons; before the first of them the experiments themselves. */
const candidateAt = (scope: DriverScope, comparisons: readonly RunComparison[], place: number): Candidate | null => {
  const comparison = comparisons[place];
  return comparison ? candidate(scope, comparison) : experimentRuns(scope);
};

/** Null: none. No place: of ids that were fetched, which are those of now. */
type Choice = { driver: Driver | null; place?: number | null };

async function choose(scope: DriverScope, comparisons: readonly RunComparison[]): Promise<Choice> {
  const { sql } = scope;
  const rareOnes = await rareParams(scope, comparisons);
  const candidates = [-1, ...comparisons.keys()].flatMap((place) => {
    const comparison = comparisons[place];
    if (comparison && isParamEquals(comparison) && !rareOnes.has(comparison)) return [];
    const found = candidateAt(scope, comparisons, place);
    return found ? [{ ...found, place }] : [];
  });
  const named = candidates.find((found) => found.size !== undefined);
  if (named) return { driver: named };
  if (candidates.length === 0) return { driver: null };
  const listed = (all: readonly Fragment[]) =>
    sql`json_build_array(${all.length === 0 ? sql`` : all.reduce((text, piece) => sql`${text}, ${piece}`)})`;
  const counted = candidates.filter(({ isDear }) => !isDear);
  const fetched = candidates.filter(({ isDear }) => isDear);
  const some = sql`limit (select n + 1 from most)`;
  const [row] = await sql<{ sizes: number[]; lists: string[][]; most: number }[]>`
    with most as materialized (${limitOf(sql, scope.projectId)})
    select ${listed(counted.map(({ ids }) => sql`(select count(*) from (${ids} ${some}) c)`))} as sizes,
      ${listed(fetched.map(({ ids }) => sql`array(select id from (${ids} ${some}) c)`))} as lists, (select n from most) as most`;
  const choices: (Choice & { size: number })[] = [
    ...(row?.sizes ?? []).map((size, index) => ({
      ...{ size, driver: counted[index] ?? null, place: counted[index]?.place },
    })),
    ...(row?.lists ?? []).map((ids) => ({
      size: ids.length,
      driver: { ids: sql`select unnest(${ids}::text[]) as id` },
    })),
  ];
  const smallest = choices.toSorted((a, b) => a.size - b.size)[0];
  return smallest && smallest.size <= (row?.most ?? driverLimit) ? smallest : { driver: null, place: null };
}

type Remembered = { until: number; place: number | null };

/** What was chosen for a search a moment ago. Any choice finds the same runs: only what it costs may have changed meanwhile. */
const remembered = new WeakMap<Sql, ReturnType<typeof keepRecent<Remembered>>>();
const rememberedMs = 30_000;
const longestRemembered = 2000;

/**
 * The smallest set of ids that some part of a search picks by an index, when one has few enough: reading those runs is
 * then cheaper than walking an order until enough match. Null when every part is large or none has an index. For the next pages of a
 * search, and the same one again, it is not counted anew.
 */
export async function findDriver(scope: DriverScope, comparisons: readonly RunComparison[]): Promise<Driver | null> {
  const { sql, projectId, experimentIds } = scope;
  const recent = remembered.get(sql) ?? keepRecent<Remembered>(500);
  remembered.set(sql, recent);
  const question = JSON.stringify([projectId, experimentIds, comparisons]);
  const known = recent.get(question);
  if (known && known.until > performance.now())
    return known.place === null ? null : candidateAt(scope, comparisons, known.place);
  const { driver, place } = await choose(scope, comparisons);
  if (place !== undefined && question.length <= longestRemembered)
    recent.put(question, { until: performance.now() + rememberedMs, place });
  return driver;
}

/** `run_metrics m` of one key: of the driver's runs in the order of values, one lookup each, or all, along the index of values. */
export function metricsOf(
  sql: Sql,
  projectId: number,
  key: string,
  driver: Driver | null,
  ascending: boolean,
): Fragment {
  if (!driver) return sql`run_metrics m`;
  const order = ascending ? sql`asc nulls first` : sql`desc nulls last`;
  return sql`(select k.* from (${driver.ids}) d
    cross join lateral (select * from run_metrics k where k.project_id = ${projectId} and k.run_id = d.id and k.key = ${key} offset 0) k
    order by k.value ${order} offset 0) m`;
}

/** `runs r` that a search reads: those of the driver, one lookup each, or all. The caller adds its conditions. */
export const runsOf = (sql: Sql, projectId: number, driver: Driver | null): Fragment =>
  driver
    ? sql`(${driver.ids}) d cross join lateral (select * from runs where runs.project_id = ${projectId} and runs.id = d.id offset 0) r`
    : sql`runs r`;
