import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { freeAliases, modelAliases } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, invalidInput } from "@/lib/errors";
import { bindingOf, boundName, foldAlias } from "../alias";
import { lockModel, touchModel } from "../lock-model";
import { freeAliasInput } from "../schemas";
import { readServing } from "../serving-query";

/**
 * Lets clients move an alias of one model that is bound to an environment or target, or binds it again. Whoever loads the model
 * by that alias then gets what a client chose, so it is a risk officer's decision, with a reason.
 */
export async function freeAlias(ctx: UserContext, raw: unknown): Promise<{ alias: string; free: boolean }> {
  authorize(ctx, "model.free_alias");
  const { modelId, alias, free, reason } = freeAliasInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, modelId);
    const { places } = await readServing(tx, ctx.projectId, modelId);
    const binding = bindingOf(alias, places);
    if (!binding) throw invalidInput("alias", `${alias} is bound to nothing; clients may move it already`);
    const folded = foldAlias(alias);
    const row = and(
      eq(freeAliases.projectId, ctx.projectId),
      eq(freeAliases.modelId, modelId),
      eq(freeAliases.alias, folded),
    );
    const changed = free
      ? await tx
          .insert(freeAliases)
          .values({
            projectId: ctx.projectId,
            modelId,
            alias: folded,
            reason,
            freedBy: ctx.actor.userId,
            freedAt: ctx.now(),
          })
          .onConflictDoNothing()
          .returning({ alias: freeAliases.alias })
      : await tx.delete(freeAliases).where(row).returning({ alias: freeAliases.alias });
    if (changed.length === 0) throw conflict(`${alias} is ${free ? "free" : "bound"} already.`);
    // What clients set meanwhile would come back the next time that it is freed.
    if (!free)
      await tx
        .delete(modelAliases)
        .where(
          and(
            eq(modelAliases.projectId, ctx.projectId),
            eq(modelAliases.modelId, modelId),
            sql`lower(normalize(${modelAliases.alias}, NFKC)) = ${folded}`,
          ),
        );
    await touchModel(tx, ctx, modelId);
    await appendAudit(tx, ctx, {
      action: free ? "model.alias_freed" : "model.alias_bound",
      objectType: "model",
      objectId: modelId,
      reason,
      payload: { name: model.name, alias, boundTo: boundName(alias, binding) },
    });
    return { alias, free };
  });
}
