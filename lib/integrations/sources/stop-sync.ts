import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { sourceSyncs } from "@/db/schema";
import type { Context } from "@/lib/context";
import { ofThis } from "./sync-rows";

/** Ends the sync of a source that is under way, where it is. The worker that is at it finds so before it writes. */
export async function stopSync(tx: Tx, ctx: Context, sourceId: string): Promise<void> {
  await tx
    .update(sourceSyncs)
    .set({ state: "stopped", endedAt: ctx.now() })
    .where(and(ofThis(sourceSyncs, ctx, sourceId), eq(sourceSyncs.state, "running")));
}
