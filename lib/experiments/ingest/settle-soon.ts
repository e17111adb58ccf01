import "server-only";
import type { Tx } from "@/db/client";
import type { Context } from "@/lib/context";
import { enqueue } from "@/lib/jobs/queue";

/** How long what was logged may be missing from packed copies. */
const delayMs = 5_000;

/** Asks for the run to be settled in a moment. Asked when a run opens, so rarely; not at each thing that is logged. */
export async function enqueueSettling(tx: Tx, ctx: Context, runId: string): Promise<void> {
  const { projectId } = ctx;
  await enqueue(
    tx,
    "run.settle",
    { projectId, runId },
    { key: `run.settle:${projectId}:${runId}`, runAt: new Date(ctx.now().getTime() + delayMs) },
  );
}
