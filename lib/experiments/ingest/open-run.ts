import "server-only";
import { and, eq } from "drizzle-orm";
import { metricSeries, runs } from "@/db/schema";
import { type Context, withTransaction } from "@/lib/context";
import { loggedSource } from "./run-states";
import { enqueueSettling } from "./settle-soon";

/** Takes back the packed copy and the content digest of a run, as it is about to change, and asks for new ones. */
export async function openRun(ctx: Context, runId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [run] = await tx
      .update(runs)
      .set({ metricsPacked: false, contentDigest: null })
      .where(and(eq(runs.projectId, ctx.projectId), eq(runs.id, runId)))
      .returning({ source: runs.source });
    if (!run) return;
    // Points of an imported run are not counted in its metrics, so that a late one could not be told by them.
    if (run.source !== loggedSource)
      await tx
        .update(metricSeries)
        .set({ stale: true })
        .where(and(eq(metricSeries.projectId, ctx.projectId), eq(metricSeries.runId, runId)));
    await enqueueSettling(tx, ctx, runId);
  });
}
