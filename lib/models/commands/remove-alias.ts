import "server-only";
import { and, eq } from "drizzle-orm";
import { modelAliases, modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { bindingOf, foldAlias } from "../alias";
import { lockModel, touchModel } from "../lock-model";
import { removeAliasInput } from "../schemas";
import { readServing } from "../serving-query";
import { whyBound } from "../why-bound";

/** Takes an alias away; one that is not there changes nothing. PRECONDITION_FAILED for one that is bound. */
export async function removeAlias(ctx: AccountableContext, raw: unknown): Promise<{ removed: boolean }> {
  authorize(ctx, "model.tag");
  const { modelId, alias } = removeAliasInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.tag");
    const model = await lockModel(tx, ctx, modelId);
    const { places, free } = await readServing(tx, ctx.projectId, modelId);
    const binding = bindingOf(alias, places);
    if (binding && !free.has(foldAlias(alias)))
      throw preconditionFailed(whyBound(model.name, alias, binding), { binding });
    const [gone] = await tx
      .delete(modelAliases)
      .where(
        and(
          eq(modelAliases.projectId, ctx.projectId),
          eq(modelAliases.modelId, modelId),
          eq(modelAliases.alias, alias),
        ),
      )
      .returning({ versionId: modelAliases.versionId });
    if (!gone) return { removed: false };
    const [version] = await tx
      .select({ version: modelVersions.version })
      .from(modelVersions)
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, gone.versionId)));
    await touchModel(tx, ctx, modelId);
    await appendAudit(tx, ctx, {
      action: "model.alias_removed",
      objectType: "model",
      objectId: modelId,
      payload: { name: model.name, alias, version: version?.version ?? 1 },
    });
    return { removed: true };
  });
}
