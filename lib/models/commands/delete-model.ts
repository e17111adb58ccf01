import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { modelAliases, models, modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { lockModel } from "../lock-model";
import { deleteModelInput } from "../schemas";
import { lockUse } from "../serving-query";
import { whyInUse } from "../version-standing";

/**
 * Takes a model and its versions out of the registry. Nothing is erased: what was decided about them stays on record, under a
 * name of its own so that the old one can be given again. PRECONDITION_FAILED while it serves or is being promoted.
 */
export async function deleteModel(ctx: AccountableContext, raw: unknown): Promise<{ name: string; kept: string }> {
  authorize(ctx, "model.delete");
  const { modelId, reason } = deleteModelInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.delete");
    const model = await lockModel(tx, ctx, modelId);
    const inUse = whyInUse(model.name, "deleted", await lockUse(tx, ctx.projectId, { modelId, versionId: null }));
    if (inUse) throw preconditionFailed(inUse);
    const at = ctx.now();
    const kept = `${model.name} (deleted ${model.id.slice(-8)})`;
    const ofModel = and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.modelId, modelId));
    const gone = await tx
      .update(modelVersions)
      .set({ status: "deleted", updatedAt: at })
      .where(and(ofModel, ne(modelVersions.status, "deleted")))
      .returning({ id: modelVersions.id });
    await tx
      .delete(modelAliases)
      .where(and(eq(modelAliases.projectId, ctx.projectId), eq(modelAliases.modelId, modelId)));
    await tx
      .update(models)
      .set({ name: kept, deletedAt: at, updatedAt: at })
      .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId)));
    await appendAudit(tx, ctx, {
      action: "model.deleted",
      objectType: "model",
      objectId: modelId,
      payload: { name: model.name, kept, versions: gone.length },
      reason,
    });
    return { name: model.name, kept };
  });
}
