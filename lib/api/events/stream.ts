import "server-only";
import { Readable } from "node:stream";
import { and, asc, eq, gt, lte } from "drizzle-orm";
import { auditEvents, auditLeaves } from "@/db/schema/audit";
import { visibleEvents } from "@/lib/audit/event-filter";
import { listedColumns, toListedEvents } from "@/lib/audit/queries";
import type { Context } from "@/lib/context";
import { invalidInput } from "@/lib/errors";
import { listedEvent, toEvent } from "./event";
import { headOfLog, waitForEvent } from "./head-of-log";

const heartbeatMs = 15_000;
const batch = 100;

/** The number to go on after: from the header of a client that comes back, or from `?after=`; null when it starts now. */
export function lastEventId(request: Request): number | null {
  const text = request.headers.get("last-event-id") || new URL(request.url).searchParams.get("after");
  if (text === null || text === "") return null;
  if (!/^\d{1,15}$/.test(text)) throw invalidInput("Last-Event-ID", "is not the id of an event of this stream");
  return Number(text);
}

/** Events that the project may see, numbered beyond `after` up to `head`, in the order of the log. */
async function readAfter(ctx: Context, after: number, head: number) {
  const rows = await ctx.db
    .select(listedColumns)
    .from(auditLeaves)
    .innerJoin(auditEvents, eq(auditEvents.eventId, auditLeaves.eventId))
    .where(and(gt(auditLeaves.seq, after), lte(auditLeaves.seq, head), await visibleEvents(ctx)))
    .orderBy(asc(auditLeaves.seq))
    .limit(batch);
  return toListedEvents(ctx.db, rows);
}

type Follow = {
  after: number | null;
  signal: AbortSignal;
  /** Asked before anything is sent; false ends the stream. */
  isAlive: () => Promise<boolean>;
};

/** The text of the stream, piece by piece, from `after` on and without end. */
export async function* followLog(ctx: Context, { after, signal, isAlive }: Follow): AsyncGenerator<string> {
  const head = await headOfLog(ctx.db);
  let seen = Math.min(after ?? head, head);
  let known = head;
  yield "retry: 3000\n\n";
  while (!signal.aborted) {
    if (known <= seen) {
      const next = await waitForEvent(ctx.db, seen, signal, heartbeatMs);
      if (signal.aborted) return;
      if (!(await isAlive())) return;
      if (next === null) {
        yield ": still here\n\n";
        continue;
      }
      known = next;
    } else if (!(await isAlive())) return;
    const events = await readAfter(ctx, seen, known);
    for (const event of events) {
      const data = JSON.stringify(listedEvent.parse(toEvent(event)));
      yield `id: ${event.seq}\ndata: ${data}\n\n`;
    }
    seen = events.length === batch ? (events.at(-1)?.seq ?? known) : known;
  }
}

/** The stream as an answer. */
export const streamResponse = (pieces: AsyncGenerator<string>): Response =>
  new Response(
    Readable.toWeb(
      Readable.from(pieces, { objectMode: true }).map((text: string) => Buffer.from(text)),
    ) as ReadableStream<Uint8Array>,
    {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    },
  );
