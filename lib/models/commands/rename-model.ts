import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { models, policyVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { type Context, sqlState, withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { lockModel } from "../lock-model";
import { renameModelInput } from "../schemas";
import { lockUse } from "../serving-query";
import { whyInUse } from "../version-standing";

/**
 * Gives a model another name. Serving systems and policies know a model by its name, so it keeps it while it serves or is being
 * promoted, and while a policy names the old or the new one: a name is no way from one policy to another.
 */
export async function renameModel(ctx: AccountableContext, raw: unknown): Promise<{ name: string }> {
  authorize(ctx, "model.edit");
  const { modelId, name } = renameModelInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.edit");
    const model = await lockModel(tx, ctx, modelId);
    if (model.name === name) return { name };
    const inUse = whyInUse(model.name, "renamed", await lockUse(tx, ctx.projectId, { modelId, versionId: null }));
    if (inUse) throw preconditionFailed(inUse);
    await assertNotNamedByPolicy(tx, ctx, [model.name, name]);
    await tx
      .update(models)
      .set({ name, lockVersion: sql`${models.lockVersion} + 1`, updatedAt: ctx.now() })
      .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId)))
      .catch((error: unknown) => {
        throw sqlState(error) === "23505" ? conflict(`A model named ${name} exists already.`, { name }) : error;
      });
    await appendAudit(tx, ctx, {
      action: "model.renamed",
      objectType: "model",
      objectId: modelId,
      payload: { name, from: model.name },
    });
    return { name };
  });
}

async function assertNotNamedByPolicy(tx: Tx, ctx: Context, names: readonly string[]): Promise<void> {
  const newest = await tx
    .selectDistinctOn([policyVersions.policyId], { body: policyVersions.body })
    .from(policyVersions)
    .where(eq(policyVersions.projectId, ctx.projectId))
    .orderBy(policyVersions.policyId, desc(policyVersions.version));
  const named = newest.flatMap(({ body }) => (body as { models?: string[] | null }).models ?? []);
  const which = names.find((name) => named.includes(name));
  if (which !== undefined)
    throw preconditionFailed(
      `A policy is bound to the name ${which}. Change the policy first; then the model can be renamed.`,
    );
}
