import "server-only";
import { and, eq } from "drizzle-orm";
import { modelAliases, modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { bindingOf, foldAlias } from "../alias";
import { lockModel, lockVersion, touchModel } from "../lock-model";
import { setAliasInput } from "../schemas";
import { readServing } from "../serving-query";
import { whyBound } from "../why-bound";

/**
 * Points an alias at a version. PRECONDITION_FAILED for one that is bound to an environment or target, unless a risk officer
 * freed it for this model: what serves is moved by executed promotions alone.
 */
export async function setAlias(ctx: AccountableContext, raw: unknown): Promise<{ alias: string; version: number }> {
  authorize(ctx, "model.tag");
  const { modelId, versionId, alias } = setAliasInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const setBy = await accountableUser(tx, ctx, "model.tag");
    const model = await lockModel(tx, ctx, modelId);
    const { version } = await lockVersion(tx, ctx, versionId);
    if (version.modelId !== modelId) throw preconditionFailed(`Version ${versionId} is of another model.`);
    const { places, free } = await readServing(tx, ctx.projectId, modelId);
    const binding = bindingOf(alias, places);
    if (binding && !free.has(foldAlias(alias)))
      throw preconditionFailed(whyBound(model.name, alias, binding), { binding });
    const same = and(
      eq(modelAliases.projectId, ctx.projectId),
      eq(modelAliases.modelId, modelId),
      eq(modelAliases.alias, alias),
    );
    const [before] = await tx
      .select({ versionId: modelAliases.versionId, version: modelVersions.version })
      .from(modelAliases)
      .innerJoin(
        modelVersions,
        and(eq(modelVersions.projectId, modelAliases.projectId), eq(modelVersions.id, modelAliases.versionId)),
      )
      .where(same);
    if (before?.versionId === versionId) return { alias, version: version.version };
    const values = { versionId, setBy, setAt: ctx.now() };
    await tx
      .insert(modelAliases)
      .values({ projectId: ctx.projectId, modelId, alias, ...values })
      .onConflictDoUpdate({ target: [modelAliases.projectId, modelAliases.modelId, modelAliases.alias], set: values });
    await touchModel(tx, ctx, modelId);
    await appendAudit(tx, ctx, {
      action: "model.alias_set",
      objectType: "model",
      objectId: modelId,
      payload: { name: model.name, alias, version: version.version, from: before?.version ?? null },
    });
    return { alias, version: version.version };
  });
}
