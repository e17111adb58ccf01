import "server-only";
import { and, asc, desc, eq, gt, lt } from "drizzle-orm";
import { auditEvents, auditLeaves } from "@/db/schema/audit";
import type { Context } from "@/lib/context";
import { findLastCheckpoint } from "./checkpoint-query";
import { filterCondition, visibleEvents } from "./event-filter";
import { inclusionRanges } from "./merkle-tree";
import { type CheckpointView, type ListedEvent, listedColumns, toCheckpointView, toListedEvents } from "./queries";
import { type AuditFilters, auditFilters } from "./schemas";
import { inclusionProofs } from "./tree-store";

/** One step of an inclusion proof, from the leaf up. */
export type ProofStep = { hash: string; side: "left" | "right"; events: number };
export type EventDetail = ListedEvent & {
  canonical: string;
  /** How the event is shown to be in the newest checkpoint; null while it waits for one. */
  proof: { checkpoint: CheckpointView; note: string; steps: ProofStep[] } | null;
  newer: string | null;
  older: string | null;
};

async function proofOf(ctx: Context, seq: number | null): Promise<EventDetail["proof"]> {
  const checkpoint = await findLastCheckpoint(ctx.db);
  if (seq === null || !checkpoint || checkpoint.size < seq) return null;
  const index = BigInt(seq - 1);
  const ranges = inclusionRanges(index, BigInt(checkpoint.size));
  const [hashes = []] = await inclusionProofs(ctx.db, [seq], checkpoint.size);
  const steps = ranges.map(
    (range, i): ProofStep => ({
      hash: Buffer.from(hashes[i] ?? []).toString("hex"),
      side: range.end <= index ? "left" : "right",
      events: Number(range.end - range.begin),
    }),
  );
  return { checkpoint: toCheckpointView(checkpoint), note: checkpoint.note, steps };
}

/** One event with its proof and its neighbours under `filters`; null when the project may not see such an event. */
export async function findAuditEvent(
  ctx: Context,
  eventId: string,
  filters: AuditFilters = auditFilters.parse({}),
): Promise<EventDetail | null> {
  const visible = await visibleEvents(ctx);
  const [row] = await ctx.db
    .select(listedColumns)
    .from(auditEvents)
    .leftJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.eventId))
    .where(and(eq(auditEvents.eventId, eventId), visible));
  if (!row) return null;
  const [event] = await toListedEvents(ctx.db, [row]);
  if (!event) return null;
  const matching = await filterCondition(ctx, filters);
  const neighbour = (side: "newer" | "older") =>
    ctx.db
      .select({ eventId: auditEvents.eventId })
      .from(auditEvents)
      .where(and(matching, side === "newer" ? gt(auditEvents.id, row.id) : lt(auditEvents.id, row.id)))
      .orderBy(side === "newer" ? asc(auditEvents.id) : desc(auditEvents.id))
      .limit(1);
  const [[newer], [older], proof] = await Promise.all([
    neighbour("newer"),
    neighbour("older"),
    proofOf(ctx, event.seq),
  ]);
  return {
    ...event,
    canonical: row.canonical.toString("utf8"),
    proof,
    newer: newer?.eventId ?? null,
    older: older?.eventId ?? null,
  };
}
