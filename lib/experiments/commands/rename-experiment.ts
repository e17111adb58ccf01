import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { experiments } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, notFound, preconditionFailed } from "@/lib/errors";

const renameExperimentInput = z.object({ experimentId: z.string().min(1).max(64), name: z.string().min(1).max(500) });

/** Gives an experiment another name. A deleted one is refused; a name that is taken is a CONFLICT. */
export async function renameExperiment(ctx: Context, raw: z.input<typeof renameExperimentInput>): Promise<void> {
  authorize(ctx, "run.import");
  const { experimentId, name } = renameExperimentInput.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const own = and(eq(experiments.projectId, ctx.projectId), eq(experiments.id, experimentId));
    const [experiment] = await tx.select().from(experiments).where(own).for("update");
    if (!experiment) throw notFound(`Experiment ${experimentId}`);
    if (experiment.deletedAt) throw preconditionFailed("Cannot rename a non-active experiment.");
    if (experiment.name === name) return;
    const [taken] = await tx
      .select({ id: experiments.id })
      .from(experiments)
      .where(
        and(eq(experiments.projectId, ctx.projectId), eq(experiments.name, name), ne(experiments.id, experimentId)),
      );
    if (taken) throw conflict(`Experiment(name=${name}) already exists.`);
    await tx.update(experiments).set({ name, updatedAt: ctx.now() }).where(own);
    await appendAudit(tx, ctx, {
      action: "experiment.renamed",
      objectType: "experiment",
      objectId: experimentId,
      payload: { name, before: experiment.name },
    });
  });
}
