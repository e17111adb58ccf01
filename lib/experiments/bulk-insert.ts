import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { arrayLiteral } from "./array-literal";

type ColumnType = "text" | "int4" | "int8" | "float8" | "bool" | "timestamptz" | "jsonb";
/** Column name in the table -> its type and how to read it from a row. */
export type Columns<Row> = Record<string, readonly [ColumnType, (row: Row) => unknown]>;

/** Types whose text is not also how an array of them is written. */
const castTypes: ReadonlySet<ColumnType> = new Set(["jsonb", "timestamptz"]);

const asText = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
const asJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

/**
 * One insert of all rows through unnest: a short statement whatever the number of rows, far faster than VALUES. A column that is the
 * same in all rows is sent once. `more` ends the statement, e.g. an ON CONFLICT clause. Rows sorted by the primary key cost least.
 */
export async function bulkInsert<Row>(
  tx: Tx,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
  more: SQL = sql``,
) {
  const all = Object.entries(columns).map(([name, [type, read]]) => ({
    name,
    type,
    values: rows.map((row) => (type === "jsonb" ? asJson(read(row)) : asText(read(row))) ?? null),
  }));
  const varying = all.filter(({ values }) => values.some((value) => value !== values[0]));
  // The rows are those of the arrays, so one is needed.
  const sent = varying.length > 0 ? varying : all.slice(0, 1);
  const names = (some: typeof all) => sql.raw(some.map(({ name }) => `"${name}"`).join(", "));
  const arrays = sent.map(
    ({ type, values }) => sql`${arrayLiteral(values)}::text::${sql.raw(castTypes.has(type) ? "text" : type)}[]`,
  );
  const selected = all.map((column) => {
    const [first] = column.values;
    if (sent.includes(column))
      return sql.raw(castTypes.has(column.type) ? `"${column.name}"::${column.type}` : `"${column.name}"`);
    return first === null || first === undefined
      ? sql.raw(`null::${column.type}`)
      : sql`${String(first)}::text::${sql.raw(column.type)}`;
  });
  const statement = sql`insert into ${sql.identifier(table)} (${names(all)}) select ${sql.join(selected, sql`, `)} from unnest(${sql.join(arrays, sql`, `)}) as t(${names(sent)}) ${more}`;
  try {
    return await tx.execute(statement);
  } catch (error) {
    // Drizzle's own error quotes every parameter: megabytes of other people's data.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  }
}
