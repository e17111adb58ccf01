import "server-only";
import { and, eq } from "drizzle-orm";
import { experiments, runs } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { type ArchiveRun, archiveRun } from "../schemas";

/** Takes a run out of the tables, or puts it back. Its record, versions and evidence stay. Doing it twice changes nothing. */
export async function setRunArchived(ctx: Context, input: ArchiveRun): Promise<{ runId: string; archived: boolean }> {
  authorize(ctx, "run.archive");
  const { runId, archived } = archiveRun.parse(input);
  return withTransaction(ctx, async (tx) => {
    const own = and(eq(runs.projectId, ctx.projectId), eq(runs.id, runId));
    const [run] = await tx
      .select({ name: runs.name, experiment: experiments.name, archivedAt: runs.archivedAt })
      .from(runs)
      .innerJoin(experiments, and(eq(experiments.projectId, runs.projectId), eq(experiments.id, runs.experimentId)))
      .where(own)
      .for("update", { of: runs });
    if (!run) throw notFound(`Run ${runId}`);
    if ((run.archivedAt !== null) === archived) return { runId, archived };
    await tx
      .update(runs)
      .set({ archivedAt: archived ? ctx.now() : null })
      .where(own);
    const action = archived ? "run.archived" : "run.restored";
    await appendAudit(tx, ctx, {
      action,
      objectType: "run",
      objectId: runId,
      payload: { name: run.name, experiment: run.experiment },
    });
    return { runId, archived };
  });
}
