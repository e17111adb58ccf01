import "server-only";
import { and, eq } from "drizzle-orm";
import { runs } from "@/db/schema";
import { createContext, withTransaction } from "@/lib/context";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { foldUnderLock } from "../curves/fold-series";
import { mostRawPoints } from "../curves/read-curves";
import { listUnfolded, settleRun } from "./settle-run";

/** Settles a run that was logged to, and folds its long series, each in a transaction of its own. */
export async function settleRunJob(
  { projectId, runId }: JobPayload<"run.settle">,
  { db, signal }: Pick<JobRun, "db" | "signal">,
): Promise<void> {
  const ctx = createContext({ actor: { kind: "system", job: "run.settle" }, projectId, db });
  const unfolded = await withTransaction(ctx, async (tx) => {
    const [run] = await tx
      .select()
      .from(runs)
      .where(and(eq(runs.projectId, projectId), eq(runs.id, runId)))
      .for("update");
    if (!run) return [];
    if (!run.metricsPacked || run.contentDigest === null) await settleRun(tx, run);
    return listUnfolded(tx, projectId, runId, mostRawPoints);
  });
  for (const key of unfolded) {
    if (signal.aborted) return;
    await foldUnderLock(db.$client, { projectId, runId, key });
  }
}
