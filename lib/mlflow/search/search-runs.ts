import "server-only";
import { z } from "zod";
import { parseRunComparisons, parseRunOrder } from "@/lib/experiments/run-comparison";
import { FilterError } from "@/lib/filter/filter-error";
import { TextResponse } from "@/lib/text-response";
import { invalidValue } from "../wire/errors";
import { idText, int64, list, text, viewType } from "../wire/fields";
import { mlflowReader, type Reading } from "../wire/reader";
import { findRuns } from "./find-runs";
import { pageToken, readPageToken } from "./page-token";
import { type KeptRow, keepRows, readKept, runsAsJson } from "./run-json";

const schema = z.object({
  experiment_ids: list(idText),
  filter: text.default(""),
  run_view_type: viewType.default("ACTIVE_ONLY"),
  max_results: int64.default(1000),
  order_by: list(text),
  page_token: text.optional(),
});

/** Runs what reads a filter or an order, and puts its complaint into the words of the wire. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof FilterError ? invalidValue(error.message) : error;
  }
}

/** Refuses a page size below 1 or above what upstream gives. */
export function assertMaxResults(value: number, most: number): void {
  const start = `Invalid value ${value} for parameter 'max_results' supplied. It must be`;
  if (value < 1) throw invalidValue(`${start} a positive integer`);
  if (value > most) throw invalidValue(`${start} at most ${most}`);
}

const headers = { "content-type": "application/json", "cache-control": "no-store" };

/** Rows that are held in memory at once. */
const rowsAtOnce = 1000;

const [start, comma] = [Buffer.from('{"runs":['), Buffer.from(",")];

/** Rows with commas between them, behind `before` and before `after`. */
const pieces = (before: Buffer, rows: readonly Buffer[], after: string): Buffer[] => [
  before,
  ...rows.flatMap((row, index) => (index === 0 ? [row] : [comma, row])),
  Buffer.from(after),
];

type ReadPiece = (from: number) => Promise<Buffer[]>;

/** `{"runs":[…]…}` piece by piece as the client takes it; the first is read before anything is answered, so that its error is an answer. */
async function answerInPieces(read: ReadPiece, end: string): Promise<Response> {
  let [next, from] = [await read(0), rowsAtOnce];
  if (next.length === 0) return new Response("{}", { headers });
  let before = start;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.length === 0) return controller.close();
      const rows = next;
      next = await read(from);
      from += rowsAtOnce;
      controller.enqueue(Buffer.concat(pieces(before, rows, next.length === 0 ? `]${end}}` : "")));
      before = comma;
    },
  });
  return new Response(body, { headers });
}

async function answer({ projectId, db, allowed }: Reading, input: z.output<typeof schema>): Promise<Response> {
  assertMaxResults(input.max_results, 50_000);
  const comparisons = reading(() => parseRunComparisons(input.filter));
  const order = reading(() => parseRunOrder(input.order_by));
  const experimentIds = [...new Set(input.experiment_ids)].sort();
  const search = ["runs", projectId, experimentIds, input.filter, input.run_view_type, input.order_by];
  const from = readPageToken(input.page_token, search);
  const sql = db.$client;
  const scope = { projectId, experimentIds, view: input.run_view_type, from, limit: input.max_results };
  const isOnePiece = input.max_results <= rowsAtOnce;
  const { page, next } = await findRuns(sql, scope, comparisons, order, isOnePiece);
  const end = next ? `,"next_page_token":${JSON.stringify(pageToken(next, search))}` : "";
  const write = async (rows: readonly KeptRow[]) => {
    const { runs, unkept } = await runsAsJson(sql, projectId, rows);
    void allowed.then(
      () => keepRows(sql, projectId, unkept),
      () => {},
    );
    return runs;
  };
  if (!isOnePiece) {
    const ids = page.map(({ id }) => id);
    const read = async (from: number) => write(await readKept(sql, projectId, ids.slice(from, from + rowsAtOnce)));
    return answerInPieces(read, end);
  }
  const rows = await write(page);
  return new TextResponse(rows.length > 0 ? pieces(start, rows, `]${end}}`) : "{}", { headers });
}

/** POST runs/search: filter, order, views and paging of the MLflow grammar, with the rows as JSON that the database made. */
export const searchRuns = mlflowReader({ scope: "read", schema }, answer);
