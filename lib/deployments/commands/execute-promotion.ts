import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import { lockExecutablePromotion, recordExecution } from "@/lib/promotions/execution";
import { auditName, findPromotion } from "@/lib/promotions/load-promotion";
import { evaluatePromotionInput } from "@/lib/promotions/schemas";
import { createRollout } from "../create-rollout";
import { lockTarget } from "../lock-rollout";

export type Executed = { promotion: number; rollout: number };

/**
 * Carries an approved promotion out: starts its rollout on its target, exactly once. Approvers, subject and cooling-off time are
 * judged again under the lock. Throws PRECONDITION_FAILED or CONFLICT with what stands in the way, which is put on record.
 */
export async function executePromotion(ctx: Context, raw: { number: number | string }): Promise<Executed> {
  authorize(ctx, "promotion.execute");
  const { number } = evaluatePromotionInput.parse(raw);
  try {
    return await withTransaction(ctx, async (tx) => {
      const approved = await lockExecutablePromotion(tx, ctx, { number });
      const { promotion, version } = approved.loaded;
      const target = await lockTarget(tx, ctx, { id: promotion.targetId });
      const rollout = await createRollout(tx, ctx, {
        target,
        kind: "forward",
        toVersionId: version.id,
        plan: approved.plan,
        promotion: { id: promotion.id, number },
        parentRolloutId: null,
        releaseHold: false,
        cause: null,
      });
      await recordExecution(tx, ctx, approved, rollout);
      return { promotion: number, rollout: rollout.number };
    });
  } catch (error) {
    // The worker tries again and again; only what a person was refused is worth an entry.
    if (ctx.actor.kind === "user" && error instanceof DomainError && error.code !== "NOT_FOUND")
      await recordRefusal(ctx, number, error.message);
    throw error;
  }
}

async function recordRefusal(ctx: Context, number: number, cause: string): Promise<void> {
  const found = await findPromotion(ctx, number);
  if (!found) return;
  await withTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "promotion.execution_refused",
      objectType: "promotion",
      objectId: found.promotion.id,
      payload: { ...auditName(found), cause },
    }),
  );
}
