import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type SourceSyncRow, type SyncCounts, sourceSyncs } from "@/db/schema";
import type { Context } from "@/lib/context";
import { firstCursor } from "./cursor";
import { ofThis } from "./sync-rows";

const noCounts: SyncCounts = {
  ...{ experiments: 0, seen: 0, taken: 0, unchanged: 0, skipped: 0 },
  ...{ points: 0, models: 0, versions: 0 },
};
/** After this long every run is read again by itself. */
const fullEveryMs = 7 * 24 * 3_600_000;

/** The sync of a source that is under way; null when none is. */
export async function findRunning(tx: Tx, ctx: Context, sourceId: string): Promise<SourceSyncRow | null> {
  const [row] = await tx
    .select()
    .from(sourceSyncs)
    .where(and(ofThis(sourceSyncs, ctx, sourceId), eq(sourceSyncs.state, "running")));
  return row ?? null;
}

/** Begins the next sync of a source. The caller holds the source's row. It is full when asked for, the first time, and once a week. */
export async function beginSync(tx: Tx, ctx: Context, sourceId: string, asked: boolean): Promise<SourceSyncRow> {
  const of = ofThis(sourceSyncs, ctx, sourceId);
  const latest = () => tx.select().from(sourceSyncs).orderBy(desc(sourceSyncs.number)).limit(1);
  const [last] = await latest().where(of);
  const [full] = await latest().where(and(of, eq(sourceSyncs.state, "done"), eq(sourceSyncs.isFull, true)));
  const now = ctx.now();
  const isDue = !full || now.getTime() - full.startedAt.getTime() > fullEveryMs;
  const [made] = await tx
    .insert(sourceSyncs)
    .values({
      ...{ projectId: ctx.projectId, sourceId, number: (last?.number ?? 0) + 1, isFull: asked || isDue },
      ...{ state: "running", cursor: firstCursor, counts: noCounts, startedAt: now, movedAt: now },
    })
    .returning();
  if (!made) throw new Error("a sync was not written");
  return made;
}
