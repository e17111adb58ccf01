import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { runStatuses } from "@/db/enums";
import { experiments, runs } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { hasEnded, runIsDeleted } from "../ingest/run-states";
import { settleRun } from "../ingest/settle-run";

const updateRunInput = z.object({
  runId: z.string().min(1).max(256),
  status: z.enum(runStatuses).optional(),
  endedAt: z.date().optional(),
});
export type UpdateRun = z.input<typeof updateRunInput>;

/**
 * Moves a logged run to another status. When it ends it is packed and gets its content digest, and the log says once that it was logged;
 * a run that is taken up again is open again.
 */
export async function updateRun(ctx: Context, raw: UpdateRun): Promise<void> {
  authorize(ctx, "run.import");
  const { runId, status, endedAt } = updateRunInput.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const own = and(eq(runs.projectId, ctx.projectId), eq(runs.id, runId));
    const [found] = await tx
      .select({ run: runs, experiment: experiments.name })
      .from(runs)
      .innerJoin(experiments, and(eq(experiments.projectId, runs.projectId), eq(experiments.id, runs.experimentId)))
      .where(own)
      .for("update", { of: runs });
    if (!found) throw notFound(`Run ${runId}`);
    if (found.run.archivedAt) throw runIsDeleted(runId);
    const before = found.run;
    const end = endedAt ?? before.endedAt;
    const seconds = end ? (end.getTime() - before.startedAt.getTime()) / 1000 : null;
    const change = {
      status: status ?? before.status,
      endedAt: end,
      durationSeconds: seconds !== null && seconds >= 0 ? seconds : null,
    };
    await tx.update(runs).set(change).where(own);
    if (change.status === before.status) return;
    const run = { ...before, ...change, contentDigest: null };
    if (hasEnded(run.status)) await settleRun(tx, run);
    else await tx.update(runs).set({ contentDigest: null }).where(own);
    if (!hasEnded(run.status) || hasEnded(before.status)) return;
    await appendAudit(tx, ctx, {
      action: "run.logged",
      objectType: "run",
      objectId: runId,
      payload: { name: run.name, experiment: found.experiment, status: run.status },
    });
  });
}
