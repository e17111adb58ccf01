import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import type { NumericComparator, TextComparator } from "@/lib/filter/check-clause";
import type { Matching, RunComparison, RunText, RunTime } from "./run-comparison";

/** SQL operators as fragments: constant text, so that each shape of filter is one prepared statement. */
export const operators: Record<NumericComparator | TextComparator, (sql: Sql) => Fragment> = {
  ">": (sql) => sql`>`,
  ">=": (sql) => sql`>=`,
  "<": (sql) => sql`<`,
  "<=": (sql) => sql`<=`,
  "=": (sql) => sql`=`,
  "!=": (sql) => sql`<>`,
  LIKE: (sql) => sql`like`,
  ILIKE: (sql) => sql`ilike`,
};

/** How a number is written, so that a cast cannot fail. */
export const numeric = "^[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,2})?$";

/** A pattern that the database takes: one that ends in a lone escape character is an error there. */
const likePattern = (pattern: string): string =>
  (/\\*$/.exec(pattern)?.[0].length ?? 0) % 2 === 1 ? `${pattern}\\` : pattern;

/** The condition that a text column matches; a missing value matches nothing, not even "!=". */
export function textMatches(sql: Sql, column: Fragment, match: Matching): Fragment {
  if ("values" in match) {
    const values = [...match.values];
    return match.comparator === "IN"
      ? sql`${column} = any(${values}::text[])`
      : sql`${column} <> all(${values}::text[])`;
  }
  const isPattern = match.comparator === "LIKE" || match.comparator === "ILIKE";
  const value = isPattern ? likePattern(match.value) : match.value;
  return sql`${column} ${operators[match.comparator](sql)} ${value}::text`;
}

/** What stands in `column` for a value that is not finite, as a number: what was null counts as NaN. */
export const rawNumber = (sql: Sql, column: Fragment): Fragment =>
  sql`(case ${column} when 'null' then 'NaN' else ${column} end)::float8`;

/** The condition on a row `m` of run_metrics: NaN is unequal to every number and neither above nor below one. */
export function metricMatches(sql: Sql, comparator: NumericComparator, value: number): Fragment {
  const finite = sql`m.value ${operators[comparator](sql)} ${value}::float8`;
  if (comparator === "=") return finite;
  if (comparator === "!=") return sql`(${finite} or m.raw is not null)`;
  return comparator.startsWith(">") ? sql`(${finite} or m.raw = 'Infinity')` : sql`(${finite} or m.raw = '-Infinity')`;
}

const earliest = Date.UTC(1, 0, 1);
const latest = Date.UTC(9999, 11, 31);
const iso = (ms: number): string => new Date(Math.min(Math.max(ms, earliest), latest)).toISOString();

/** Milliseconds since 1970 against a moment with milliseconds. */
export function timeMatches(sql: Sql, column: Fragment, comparator: NumericComparator, value: number): Fragment {
  const above = iso(Math.floor(value) + 1);
  const from = iso(Math.ceil(value));
  switch (comparator) {
    case ">":
      return sql`${column} >= ${above}::timestamptz`;
    case ">=":
      return sql`${column} >= ${from}::timestamptz`;
    case "<":
      return sql`${column} < ${from}::timestamptz`;
    case "<=":
      return sql`${column} < ${above}::timestamptz`;
    case "=":
      return Number.isInteger(value) ? sql`${column} = ${from}::timestamptz` : sql`false`;
    case "!=":
      return Number.isInteger(value) ? sql`${column} <> ${from}::timestamptz` : sql`${column} is not null`;
  }
}

/** What clients see as the artifact address of `runs r` in an experiment with this location, whose query stays behind the path. */
export const artifactUriIn = (sql: Sql, location: Fragment): Fragment => {
  const base = sql`coalesce(${location}, 'mlflow-artifacts:/' || r.experiment_id)`;
  return sql`coalesce(r.artifact_uri, rtrim(split_part(${base}, '?', 1), '/') || '/' || r.id || '/artifacts' || coalesce(substring(${base} from '[?].*$'), ''))`;
};

const artifactUri = (sql: Sql): Fragment =>
  artifactUriIn(
    sql,
    sql`(select e.artifact_location from experiments e where e.project_id = r.project_id and e.id = r.experiment_id)`,
  );

/** What clients see as the user of `runs r`. */
const userName = (sql: Sql): Fragment => sql`coalesce(r.reported_user, r.owner_name, '')`;

export function textAttribute(sql: Sql, key: RunText): Fragment {
  const columns: Record<RunText, () => Fragment> = {
    run_id: () => sql`r.id`,
    run_name: () => sql`r.name`,
    status: () => sql`r.status`,
    user_id: () => userName(sql),
    artifact_uri: () => artifactUri(sql),
  };
  return columns[key]();
}

export const timeAttribute = (sql: Sql, key: RunTime): Fragment =>
  key === "start_time" ? sql`r.started_at` : sql`r.ended_at`;

/** A parameter or tag of `runs r` as text; the name of a run is also its tag. */
export function keyedText(sql: Sql, on: "param" | "tag", key: string): Fragment {
  if (on === "param") return sql`(r.params->>${key}::text)`;
  return key === "mlflow.runName" ? sql`r.name` : sql`(r.tags->>${key}::text)`;
}

function keyed(sql: Sql, comparison: Extract<RunComparison, { on: "param" | "tag" }>): Fragment {
  const column = keyedText(sql, comparison.on, comparison.key);
  if ("value" in comparison) return textMatches(sql, column, comparison);
  return comparison.comparator === "IS NULL" ? sql`${column} is null` : sql`${column} is not null`;
}

/** One comparison as a condition on `runs r`. Every value is a parameter of the statement. */
export function comparisonCondition(sql: Sql, comparison: RunComparison): Fragment {
  switch (comparison.on) {
    case "metric":
      return sql`exists (select 1 from run_metrics m where m.project_id = r.project_id and m.run_id = r.id
        and m.key = ${comparison.key} and ${metricMatches(sql, comparison.comparator, comparison.value)})`;
    case "param":
    case "tag":
      return keyed(sql, comparison);
    case "attribute":
      return textMatches(sql, textAttribute(sql, comparison.key), comparison);
    case "time":
      return timeMatches(sql, timeAttribute(sql, comparison.key), comparison.comparator, comparison.value);
    case "dataset": {
      const columns = { name: () => sql`i.name`, digest: () => sql`i.digest`, context: () => sql`i.context` };
      return sql`exists (select 1 from run_inputs i where i.project_id = r.project_id and i.run_id = r.id
        and ${textMatches(sql, columns[comparison.key](), comparison)})`;
    }
  }
}

/** The ids of runs whose metric is in a range, from the index of values; what is not finite is kept beside them there. */
export function metricIds(
  sql: Sql,
  projectId: number,
  { key, comparator, value }: Extract<RunComparison, { on: "metric" }>,
): Fragment {
  const rows = sql`select m.run_id as id from run_metrics m where m.project_id = ${projectId} and m.key = ${key}`;
  const finite = sql`${rows} and m.value ${operators[comparator](sql)} ${value}::float8`;
  if (comparator === "=") return finite;
  const infinite = comparator.startsWith(">") ? "Infinity" : "-Infinity";
  return sql`${finite} union all ${rows} and m.value is null and m.raw = ${infinite}`;
}

/** Conditions joined by "and". */
export const allOf = (sql: Sql, conditions: readonly Fragment[]): Fragment =>
  conditions.reduce((all, part) => sql`${all} and ${part}`);
