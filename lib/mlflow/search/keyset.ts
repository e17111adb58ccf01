import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Context } from "@/lib/context";
import { pageToken, readPageToken } from "./page-token";

/** What rows are sorted by. Rows without a value come last in both directions. */
export type SortTerm = {
  by: SQLWrapper;
  type: "text" | "int" | "float8" | "bool" | "timestamptz";
  ascending: boolean;
};
type Value = string | null;

const list = (parts: readonly SQL[], between: SQL): SQL => sql.join([...parts], between);

export const orderBy = (terms: readonly SortTerm[]): SQL[] =>
  terms.map(({ by, ascending }) => sql`${by} ${ascending ? sql`asc` : sql`desc`} nulls last`);

/** Where a row stands in the order, as texts that the database reads back without loss. */
export const placeOf = (terms: readonly SortTerm[]): SQL<Value[]> =>
  sql<Value[]>`to_jsonb(array[${list(
    terms.map(({ by }) => sql`(${by})::text`),
    sql`, `,
  )}])`;

const typed = (value: Value, type: SortTerm["type"]): SQL => sql`${value}::text::${sql.raw(type)}`;

const isSame = ({ by, type }: SortTerm, value: Value): SQL =>
  value === null ? sql`${by} is null` : sql`${by} = ${typed(value, type)}`;

const isBeyond = ({ by, type, ascending }: SortTerm, value: Value): SQL =>
  value === null ? sql`false` : sql`(${by} ${ascending ? sql`>` : sql`<`} ${typed(value, type)} or ${by} is null)`;

/** The condition of the rows after a place; the last term decides between rows that are otherwise alike. */
export const afterPlace = (terms: readonly SortTerm[], values: readonly Value[]): SQL =>
  sql`(${list(
    terms.map((term, i) => {
      const before = terms.slice(0, i).map((one, j) => isSame(one, values[j] ?? null));
      return sql`(${list([...before, isBeyond(term, values[i] ?? null)], sql` and `)})`;
    }),
    sql` or `,
  )})`;

type Paging = { token: string | undefined; asked: unknown; limit: number };
type Found = { place: Value[] };

/**
 * One page of a search. `read` gets the place as a column, the condition of what comes after the page before, the order and how
 * many rows to read. Its token belongs to this search of this project; rows that come or go meanwhile neither repeat nor hide others.
 */
export async function searchPage<Row extends Found>(
  ctx: Context,
  terms: readonly SortTerm[],
  { token, asked, limit }: Paging,
  read: (query: { place: SQL<Value[]>; after: SQL | undefined; order: SQL[]; rows: number }) => Promise<Row[]>,
): Promise<{ rows: Row[]; next: string | undefined }> {
  const search = [ctx.projectId, asked];
  const place = readPageToken(token, search);
  const after = place ? afterPlace(terms, place.values as Value[]) : undefined;
  const found = await read({ place: placeOf(terms), after, order: orderBy(terms), rows: limit + 1 });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next =
    last && found.length > limit ? pageToken({ phase: 0, values: last.place, at: "", id: "" }, search) : undefined;
  return { rows, next };
}
