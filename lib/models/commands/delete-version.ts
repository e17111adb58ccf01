import "server-only";
import { and, eq } from "drizzle-orm";
import { modelAliases, modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { lockVersion, touchModel } from "../lock-model";
import { versionInput } from "../schemas";
import { lockUse } from "../serving-query";
import { whyInUse } from "../version-standing";

/**
 * Takes a version out of the registry with its aliases. It stays on record and its number is never given again.
 * PRECONDITION_FAILED while it serves or is being promoted.
 */
export async function deleteVersion(ctx: AccountableContext, raw: unknown): Promise<{ version: number }> {
  authorize(ctx, "model.delete");
  const { versionId } = versionInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.delete");
    const { version, model } = await lockVersion(tx, ctx, versionId);
    const use = await lockUse(tx, ctx.projectId, { modelId: model.id, versionId });
    const inUse = whyInUse(`${model.name} ${version.version}`, "deleted", use);
    if (inUse) throw preconditionFailed(inUse);
    await tx
      .delete(modelAliases)
      .where(and(eq(modelAliases.projectId, ctx.projectId), eq(modelAliases.versionId, versionId)));
    await tx
      .update(modelVersions)
      .set({ status: "deleted", updatedAt: ctx.now() })
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)));
    await touchModel(tx, ctx, model.id);
    await appendAudit(tx, ctx, {
      action: "version.deleted",
      objectType: "version",
      objectId: versionId,
      payload: { model: model.name, version: version.version },
    });
    return { version: version.version };
  });
}
