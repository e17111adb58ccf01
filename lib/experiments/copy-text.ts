import type { Columns } from "./bulk-insert";

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A text as a field of COPY. */
export const copyText = (text: string): string =>
  special.test(text) ? text.replace(/[\\\t\n\r]/g, (found) => escapes[found] ?? found) : text;

/** No value, as a field of COPY. */
export const absent = "\\N";

function field(value: unknown): string {
  if (value === null || value === undefined) return absent;
  if (typeof value === "string") return copyText(value);
  return value instanceof Date ? value.toISOString() : String(value);
}
const jsonField = (value: unknown): string =>
  value === null || value === undefined ? absent : copyText(JSON.stringify(value));

/** Writes the columns of a row in the text form of COPY, without a newline. */
export function rowWriter<Row>(columns: Columns<Row>): (row: Row) => string {
  const all = Object.values(columns).map(([type, read]) => ({ read, write: type === "jsonb" ? jsonField : field }));
  // Joined, since a text that grows by "+" is kept as all of its pieces.
  return (row) => all.map(({ read, write }) => write(read(row))).join("\t");
}
