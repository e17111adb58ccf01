import "server-only";
import { and, asc, desc, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type AuditCheckpointRow, auditCheckpoints, auditEvents, auditLeaves, auditPrivate } from "@/db/schema/audit";
import type { Context } from "@/lib/context";
import { beforeCursor, filterCondition } from "./event-filter";
import { type EventView, toEventView } from "./event-view";
import { parseLeaf } from "./leaf";
import type { ObjectRef } from "./object-ref";
import type { AuditFilters } from "./schemas";

const pageSize = 50;
const countLimit = 10_000;

export type ListedEvent = EventView & { id: number; seq: number | null; leafHash: string };
export type CheckpointView = { number: number; size: number; root: string; keyId: string; signedAt: Date };
export type EventPage = {
  events: ListedEvent[];
  /** Checkpoints to show in the list, each above the first event that it seals. */
  checkpoints: (CheckpointView & { aboveEventId: string })[];
  /** Cursor of the next page; null at the end. */
  next: number | null;
  /** Matching events, counted up to 10,000. */
  total: { count: number; isExact: boolean };
};

export const listedColumns = {
  id: auditEvents.id,
  eventId: auditEvents.eventId,
  canonical: auditEvents.canonical,
  leafHash: auditEvents.leafHash,
  seq: auditLeaves.seq,
};
export type ListedRow = { id: number; eventId: string; canonical: Buffer; leafHash: Buffer; seq: number | null };

/** Rows as people read them, with the clear values that still exist. */
export async function toListedEvents(db: Reader, rows: readonly ListedRow[]): Promise<ListedEvent[]> {
  const clear = new Map<string, Map<string, string>>(rows.map((row) => [row.eventId, new Map()]));
  if (rows.length > 0) {
    const values = await db
      .select()
      .from(auditPrivate)
      .where(
        inArray(
          auditPrivate.eventId,
          rows.map((row) => row.eventId),
        ),
      );
    for (const { eventId, field, value } of values) clear.get(eventId)?.set(field, value);
  }
  return rows.map((row) => ({
    ...toEventView(parseLeaf(row.canonical), clear.get(row.eventId) ?? new Map()),
    id: row.id,
    seq: row.seq,
    leafHash: row.leafHash.toString("hex"),
  }));
}

export const toCheckpointView = ({ number, size, root, keyId, signedAt }: AuditCheckpointRow): CheckpointView => ({
  number,
  size,
  root: root.toString("hex"),
  keyId,
  signedAt,
});

const dayOf = (event: ListedEvent) => event.occurredAt.slice(0, 10);

/** The newest checkpoint, and per day the one that sealed that day's newest event; each above the first event it covers. */
async function listCheckpoints(
  db: Reader,
  events: readonly ListedEvent[],
  isFirstPage: boolean,
): Promise<EventPage["checkpoints"]> {
  const sealed = events.filter((event) => event.seq !== null);
  const newest = isFirstPage ? sealed.slice(0, 1) : [];
  const ofDays = sealed.filter((event, i) => i > 0 && dayOf(event) !== dayOf(sealed[i - 1] as ListedEvent));
  const find = async (event: ListedEvent, order: SQL) => {
    const covers = gte(auditCheckpoints.size, event.seq ?? 0);
    const [row] = await db.select().from(auditCheckpoints).where(covers).orderBy(order).limit(1);
    return row;
  };
  const rows = await Promise.all([
    ...newest.map((event) => find(event, desc(auditCheckpoints.size))),
    ...ofDays.map((event) => find(event, asc(auditCheckpoints.size))),
  ]);
  const shown = new Map<string, EventPage["checkpoints"][number]>();
  for (const row of rows) {
    const above = row && sealed.find((event) => (event.seq ?? 0) <= row.size)?.eventId;
    if (above && !shown.has(above)) shown.set(above, { ...toCheckpointView(row), aboveEventId: above });
  }
  return [...shown.values()];
}

/** One page of the log that the project may see, newest first; `objects` narrows it to the history of some objects. */
export async function listAuditEvents(
  ctx: Context,
  filters: AuditFilters,
  objects: readonly ObjectRef[] = [],
  limit = pageSize,
): Promise<EventPage> {
  const condition = await filterCondition(ctx, filters, objects);
  const rows = await ctx.db
    .select(listedColumns)
    .from(auditEvents)
    .leftJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.eventId))
    .where(and(condition, beforeCursor(filters.before)))
    .orderBy(desc(auditEvents.id))
    .limit(limit + 1);
  const events = await toListedEvents(ctx.db, rows.slice(0, limit));
  const counted = await ctx.db.select({ count: sql<number>`count(*)::int` }).from(
    ctx.db
      .select({ one: sql`1` })
      .from(auditEvents)
      .where(condition)
      .limit(countLimit + 1)
      .as("matching"),
  );
  const count = counted[0]?.count ?? 0;
  return {
    events,
    checkpoints: await listCheckpoints(ctx.db, events, filters.before === undefined),
    next: rows.length > limit ? (events.at(-1)?.id ?? null) : null,
    total: { count: Math.min(count, countLimit), isExact: count <= countLimit },
  };
}
