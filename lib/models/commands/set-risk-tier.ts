import "server-only";
import { and, eq } from "drizzle-orm";
import { models, riskRevisions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { getModel } from "../queries";
import { setRiskTierInput } from "../schemas";

/** Adds a risk revision: a tier and why. It is part of a promotion's subject, so approvals given before become stale. */
export async function setRiskTier(ctx: UserContext, raw: unknown): Promise<{ revision: number }> {
  authorize(ctx, "model.set_risk_tier");
  const input = setRiskTierInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const model = await getModel(ctx, input.modelId, tx);
    const revision = input.seenRevision + 1;
    const updated = await tx
      .update(models)
      .set({ riskTier: input.tier, riskRevision: revision })
      .where(
        and(eq(models.projectId, ctx.projectId), eq(models.id, model.id), eq(models.riskRevision, input.seenRevision)),
      )
      .returning({ id: models.id });
    if (updated.length === 0) {
      const { riskRevision, riskTier } = await getModel(ctx, model.id, tx);
      throw conflict(
        `The risk tier of ${model.name} is at revision ${riskRevision} now (${riskTier}); you saw revision ${input.seenRevision}. Look again before you set it.`,
        { riskRevision, tier: riskTier },
      );
    }
    await tx.insert(riskRevisions).values({
      projectId: ctx.projectId,
      modelId: model.id,
      revision,
      tier: input.tier,
      reason: input.reason,
      editedBy: ctx.actor.userId,
      editedAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "model.risk_tier_set",
      objectType: "model",
      objectId: model.id,
      payload: { name: model.name, from: model.riskTier, to: input.tier, revision },
      reason: input.reason,
    });
    return { revision };
  });
}
