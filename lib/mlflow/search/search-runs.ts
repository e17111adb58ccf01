import "server-only";
import { z } from "zod";
import { parseRunComparisons, parseRunOrder } from "@/lib/experiments/run-comparison";
import { FilterError } from "@/lib/filter/filter-error";
import { TextResponse } from "@/lib/text-response";
import type { WireContext } from "../wire/authenticate";
import { invalidValue } from "../wire/errors";
import { idText, int64, list, text, viewType } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { findRuns } from "./find-runs";
import { pageToken, readPageToken } from "./page-token";
import { keepData, runsAsJson } from "./run-json";

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

/** `{"runs":[…]…}` piece by piece as the client takes it; the first is read before anything is answered, so that its error is an answer. */
async function answerInPieces(read: (from: number) => Promise<string | null>, end: string): Promise<Response> {
  const first = await read(0);
  if (!first) return new Response("{}", { headers });
  const encoder = new TextEncoder();
  let [next, from]: [string | null, number] = [`{"runs":[${first}`, rowsAtOnce];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next === null) return controller.close();
      const text = next;
      const more = await read(from);
      from += rowsAtOnce;
      next = more && `,${more}`;
      controller.enqueue(encoder.encode(next === null ? `${text}]${end}}` : text));
    },
  });
  return new Response(body, { headers });
}

async function answer(ctx: WireContext, input: z.output<typeof schema>): Promise<Response> {
  assertMaxResults(input.max_results, 50_000);
  const comparisons = reading(() => parseRunComparisons(input.filter));
  const order = reading(() => parseRunOrder(input.order_by));
  const experimentIds = [...new Set(input.experiment_ids)].sort();
  const search = ["runs", ctx.projectId, experimentIds, input.filter, input.run_view_type, input.order_by];
  const from = readPageToken(input.page_token, search);
  const sql = ctx.db.$client;
  const { projectId } = ctx;
  const scope = { projectId, experimentIds, view: input.run_view_type, from, limit: input.max_results };
  const { ids, next } = await findRuns(sql, scope, comparisons, order);
  const end = next ? `,"next_page_token":${JSON.stringify(pageToken(next, search))}` : "";
  const read = async (from: number) => {
    const piece = ids.slice(from, from + rowsAtOnce);
    const { runs, unkept } = await runsAsJson(sql, projectId, piece);
    void keepData(sql, projectId, unkept);
    return piece.length === 0 ? null : runs.join(",");
  };
  if (ids.length > rowsAtOnce) return answerInPieces(read, end);
  const rows = await read(0);
  return new TextResponse(rows ? `{"runs":[${rows}]${end}}` : "{}", { headers });
}

/** POST runs/search: filter, order, views and paging of the MLflow grammar, with the rows as JSON that the database made. */
export const searchRuns = mlflowHandler({ scope: "read", schema }, answer);
