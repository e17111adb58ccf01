import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Reader } from "./client";

/** How many rows of a table match, as a number in SQL that may stand in a larger query. */
export const countOf = (table: PgTable, where: SQL | undefined): SQL<number> =>
  sql<number>`(select count(*)::int from ${table} where ${where ?? sql`true`})`;

/** Several numbers in one round trip, in the order asked. */
export async function readNumbers(db: Reader, numbers: readonly SQL<number>[]): Promise<number[]> {
  if (numbers.length === 0) return [];
  const columns = numbers.map((number, i) => sql`${number} as ${sql.identifier(`n${i}`)}`);
  const [row] = await db.execute<Record<string, number>>(sql`select ${sql.join(columns, sql`, `)}`);
  return numbers.map((_, i) => row?.[`n${i}`] ?? 0);
}
