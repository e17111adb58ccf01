import { invalidInput } from "@/lib/errors";

const encode = (key: string): string => Buffer.from(JSON.stringify([key]), "utf8").toString("base64url");

/** The key in a cursor; INVALID_INPUT when this is not a cursor of ours. */
export function readCursor(cursor: string): string {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(read) && read.length === 1 && typeof read[0] === "string" && !read[0].includes("\0"))
      return read[0];
  } catch {
    // Said below.
  }
  throw invalidInput("cursor", "is not one that this list gave; leave it out to start at the first page");
}

/** A key as an opaque cursor; null stays null. */
export const writeCursor = (key: string | number | null): string | null => (key === null ? null : encode(String(key)));

type Asked = { limit: number; cursor?: string | undefined };

/** One page out of a short list that is read whole. A cursor whose row is gone is refused: what follows it is not known. */
export function sliceOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string | number, { limit, cursor }: Asked) {
  const after = cursor === undefined ? null : readCursor(cursor);
  const from = after === null ? 0 : rows.findIndex((row) => String(keyOf(row)) === after) + 1;
  if (after !== null && from === 0)
    throw invalidInput("cursor", "the row it ends at is gone; leave it out to start at the first page");
  const items = rows.slice(from, from + limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && from + limit < rows.length ? encode(String(keyOf(last))) : null };
}
