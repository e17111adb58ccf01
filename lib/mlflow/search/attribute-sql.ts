import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import { operators, textMatches, timeMatches } from "@/lib/experiments/run-comparison-sql";
import type { AttributeComparison } from "./attribute-filter";
import type { Place } from "./page-token";

/** How the attributes of one kind of search are found in its tables. */
export type AttributeColumns = {
  text: (key: string) => Fragment;
  /** A moment for times in milliseconds, a number for anything else. */
  number: (key: string) => { column: Fragment; isMoment: boolean };
  /** The tag as text. */
  tag: (key: string) => Fragment;
};

/** One comparison as a condition. Every value is a parameter of the statement. */
export function attributeCondition(sql: Sql, comparison: AttributeComparison, columns: AttributeColumns): Fragment {
  if (comparison.on === "number") {
    const { column, isMoment } = columns.number(comparison.key);
    const { comparator, value } = comparison;
    return isMoment
      ? timeMatches(sql, column, comparator, value)
      : sql`${column} ${operators[comparator](sql)} ${value}::float8`;
  }
  if (comparison.on === "text") return textMatches(sql, columns.text(comparison.key), comparison);
  const column = columns.tag(comparison.key);
  if ("value" in comparison) return textMatches(sql, column, comparison);
  return comparison.comparator === "IS NULL" ? sql`${column} is null` : sql`${column} is not null`;
}

/** A column that sorts and never is null; `type` is what its value in a token is cast to. */
export type SortColumn = { column: Fragment; type: "text" | "int8" | "float8" | "timestamptz"; ascending: boolean };

const typeOf = (sql: Sql, type: SortColumn["type"]): Fragment =>
  ({ text: () => sql`text`, int8: () => sql`int8`, float8: () => sql`float8`, timestamptz: () => sql`timestamptz` })[
    type
  ]();

/** The list behind a place, in the order of columns that each may go either way. */
export function behindColumns(sql: Sql, columns: readonly SortColumn[], values: Place["values"]): Fragment {
  const [first, ...rest] = columns;
  if (!first) return sql`false`;
  const value = sql`${values[0] ?? null}::text::${typeOf(sql, first.type)}`;
  const beyond = first.ascending ? sql`${first.column} > ${value}` : sql`${first.column} < ${value}`;
  if (rest.length === 0) return beyond;
  return sql`(${beyond} or (${first.column} = ${value} and ${behindColumns(sql, rest, values.slice(1))}))`;
}

/** The order of these columns. */
export const orderOf = (sql: Sql, columns: readonly SortColumn[]): Fragment =>
  columns
    .map(({ column, ascending }) => (ascending ? sql`${column}` : sql`${column} desc`))
    .reduce((all, column) => sql`${all}, ${column}`);

/** Their values as texts, for the token of the next page. */
export const valuesOf = (sql: Sql, columns: readonly SortColumn[]): Fragment =>
  sql`json_build_array(${columns.map(({ column }) => sql`${column}::text`).reduce((all, column) => sql`${all}, ${column}`)})`;
