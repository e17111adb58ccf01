import "server-only";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { experiments, runs } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound, preconditionFailed } from "@/lib/errors";

const deleteExperimentInput = z.object({ experimentId: z.string().min(1).max(64), deleted: z.boolean() });

/**
 * Takes an experiment and all its runs out of the tables, or puts all of them back, those archived before as well. Nothing is destroyed.
 * PRECONDITION_FAILED when it is in that state already.
 */
export async function setExperimentDeleted(
  ctx: Context,
  raw: z.input<typeof deleteExperimentInput>,
): Promise<{ runs: number }> {
  authorize(ctx, "run.archive");
  const { experimentId, deleted } = deleteExperimentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const own = and(eq(experiments.projectId, ctx.projectId), eq(experiments.id, experimentId));
    const [experiment] = await tx.select().from(experiments).where(own).for("update");
    if (!experiment) throw notFound(`Experiment ${experimentId}`);
    if ((experiment.deletedAt !== null) === deleted) {
      throw preconditionFailed(`Experiment ${experiment.name} is ${deleted ? "deleted already" : "not deleted"}.`);
    }
    const now = ctx.now();
    const at = deleted ? now : null;
    await tx.update(experiments).set({ deletedAt: at, updatedAt: now }).where(own);
    const moved = await tx
      .update(runs)
      .set({ archivedAt: at })
      .where(
        and(
          eq(runs.projectId, ctx.projectId),
          eq(runs.experimentId, experimentId),
          deleted ? isNull(runs.archivedAt) : isNotNull(runs.archivedAt),
        ),
      );
    await appendAudit(tx, ctx, {
      action: deleted ? "experiment.deleted" : "experiment.restored",
      objectType: "experiment",
      objectId: experimentId,
      payload: { name: experiment.name, runs: moved.count },
    });
    return { runs: moved.count };
  });
}
