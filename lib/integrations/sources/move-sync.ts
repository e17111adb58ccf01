import "server-only";
import { and, eq, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  type SourceRow,
  type SourceSyncRow,
  type SyncCounts,
  sourceModels,
  sourceSyncs,
  sources,
  sourceVersions,
} from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import type { Cursor } from "./cursor";
import { ofSource } from "./load-source";
import { ofThis } from "./sync-rows";

/** Where a sync was when a page was read. */
export type CursorOf<Phase extends Cursor["phase"]> = Extract<Cursor, { phase: Phase }>;
export type At<C extends Cursor = Cursor> = { sourceId: string; number: number; cursor: C };
export type LockedSync = { source: SourceRow; sync: SourceSyncRow };

/**
 * Locks a sync in order to write what was read at `at`; null when it is not there any more: another worker has written the same page, or
 * the source was switched off or removed meanwhile.
 */
export async function lockSync(tx: Tx, ctx: Context, { sourceId, number, cursor }: At): Promise<LockedSync | null> {
  const [source] = await tx.select().from(sources).where(ofSource(ctx, sourceId)).for("update");
  const [sync] = await tx
    .select()
    .from(sourceSyncs)
    .where(and(ofThis(sourceSyncs, ctx, sourceId), eq(sourceSyncs.number, number)))
    .for("update");
  if (!source?.isEnabled || sync?.state !== "running") return null;
  return canonicalDigest(sync.cursor) === canonicalDigest(cursor) ? { source, sync } : null;
}

/** Moves a sync on in the transaction that wrote its page, and ends it after the last. What failed before is mended with it. */
export async function moveSync(
  tx: Tx,
  ctx: Context,
  { source, sync }: LockedSync,
  cursor: Cursor,
  added: Partial<SyncCounts>,
): Promise<void> {
  const now = ctx.now();
  const counts = { ...sync.counts };
  for (const [key, n] of Object.entries(added) as [keyof SyncCounts, number][]) counts[key] = (counts[key] ?? 0) + n;
  const isDone = cursor.phase === "done";
  await tx
    .update(sourceSyncs)
    .set({ cursor, counts, movedAt: now, ...(isDone ? { state: "done", endedAt: now } : {}) })
    .where(and(ofThis(sourceSyncs, ctx, source.id), eq(sourceSyncs.number, sync.number)));
  if (source.failures > 0)
    await tx.update(sources).set({ failures: 0, failure: null, failingSince: null }).where(ofSource(ctx, source.id));
  if (!isDone) return;
  // What this sync did not see in the registry is gone there.
  for (const table of [sourceModels, sourceVersions])
    await tx.delete(table).where(and(ofThis(table, ctx, source.id), lt(table.seenIn, sync.number)));
  if (counts.taken === 0 && sync.number > 1) return;
  const { taken, skipped, versions } = counts;
  await appendAudit(tx, ctx, {
    action: "source.synced",
    objectType: "source",
    objectId: source.id,
    payload: { name: source.name, sync: sync.number, isFull: sync.isFull, taken, skipped, versions },
  });
}
