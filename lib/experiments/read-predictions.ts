import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { maxSliceValues, type PredictionTable } from "./prediction-set";
import { RecordError } from "./record-text";

/** Rows one set of predictions may have: they are packed in memory. */
export const maxPredictionRows = 5_000_000;
const maxColumns = 60;
const names = {
  rowId: ["row_id", "id"],
  label: ["y", "label", "y_true"],
  score: ["score", "y_score", "probability"],
} as const;
const labels = new Map([
  ["0", 0],
  ["1", 1],
  ["0.0", 0],
  ["1.0", 1],
  ["false", 0],
  ["true", 1],
]);

type Layout = { rowId: number; label: number; score: number; slices: { at: number; name: string }[] };

function readHeader(header: readonly string[]): Layout {
  const trimmed = header.map((name) => name.trim());
  const find = (role: keyof typeof names): number => {
    const at = trimmed.findIndex((name) => (names[role] as readonly string[]).includes(name.toLowerCase()));
    if (at < 0)
      throw new RecordError(
        names[role][0],
        `the header has no column ${names[role].join(" or ")}; it has ${trimmed.join(", ").slice(0, 200)}`,
      );
    return at;
  };
  const layout = { rowId: find("rowId"), label: find("label"), score: find("score") };
  const used = new Set(Object.values(layout));
  const slices = trimmed.flatMap((name, at) => (used.has(at) ? [] : [{ at, name }]));
  if (slices.length > maxColumns)
    throw new RecordError("header", `has ${slices.length} slice columns; at most ${maxColumns} come in`);
  const seen = new Set<string>();
  for (const { name } of slices) {
    if (name === "" || name.length > 250)
      throw new RecordError("header", "has a slice column without a name, or with one over 250 characters");
    if (seen.has(name)) throw new RecordError(name, "comes twice in the header");
    seen.add(name);
  }
  return { ...layout, slices };
}

function cell(value: string, field: string, line: number, max: number): string {
  if (value.length > max) throw new RecordError(field, `line ${line}: has more than ${max} characters`);
  if (!value.isWellFormed() || /\p{Cc}/u.test(value))
    throw new RecordError(field, `line ${line}: has control characters or invalid Unicode`);
  return value;
}

function addRow(table: PredictionTable, layout: Layout, row: readonly string[], line: number): void {
  const id = cell((row[layout.rowId] ?? "").trim(), "row_id", line, 200);
  if (id === "") throw new RecordError("row_id", `line ${line}: is empty`);
  const label = labels.get((row[layout.label] ?? "").trim().toLowerCase());
  if (label === undefined)
    throw new RecordError("y", `line ${line}: must be 0 or 1, but is "${row[layout.label]?.slice(0, 40)}"`);
  const text = (row[layout.score] ?? "").trim();
  const score = Number(text);
  if (text === "" || !(score >= 0 && score <= 1))
    throw new RecordError("score", `line ${line}: must be a number from 0 to 1, but is "${text.slice(0, 40)}"`);
  table.rowIds.push(id);
  table.labels.push(label);
  table.scores.push(score);
  layout.slices.forEach(({ at, name }, i) => {
    table.columns[i]?.values.push(cell(row[at] ?? "", name, line, 250));
  });
}

function assertDistinct(table: PredictionTable): void {
  const seen = new Set<string>();
  for (const id of table.rowIds) {
    if (seen.has(id)) throw new RecordError("row_id", `"${id.slice(0, 80)}" comes twice; each row may come once`);
    seen.add(id);
  }
  for (const { name, values } of table.columns) {
    if (new Set(values).size > maxSliceValues)
      throw new RecordError(name, `has more than ${maxSliceValues} different values: it is no slice column`);
  }
}

/**
 * Reads predictions from CSV with a header: row_id, y (0 or 1), score (0..1), and any further columns as slice columns.
 * Throws RecordError naming column and line; nothing is kept then.
 */
export async function readPredictions(stream: AsyncIterable<Uint8Array>): Promise<PredictionTable> {
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    relax_column_count: false,
    max_record_size: 100_000,
    info: true,
  });
  const source = Readable.from(stream).on("error", (error) => parser.destroy(error));
  const table: PredictionTable = { rowIds: [], labels: [], scores: [], columns: [] };
  let layout: Layout | undefined;
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (layout) addRow(table, layout, record, info.lines);
      else {
        layout = readHeader(record);
        table.columns = layout.slices.map(({ name }) => ({ name, values: [] }));
      }
      if (table.rowIds.length > maxPredictionRows)
        throw new RecordError("row_id", `has more than ${maxPredictionRows.toLocaleString("en-US")} rows`);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new RecordError("file", `is not readable CSV: ${error.message.slice(0, 200)}`);
    throw error;
  }
  if (table.rowIds.length === 0)
    throw new RecordError("file", "has no rows; send a header and one row for each evaluated case");
  assertDistinct(table);
  return table;
}
