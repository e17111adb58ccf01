import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { actorFacts, availableActions } from "../available-actions";
import { judgePromotion, promotionFacts } from "../judge-promotion";
import { auditName, lockPromotion, updatePromotion } from "../load-promotion";
import { nextState } from "../promotion-state";
import { refusal } from "../refusal";
import { type WithdrawPromotionInput, withdrawPromotionInput } from "../schemas";

/** Takes a request back, by the person who made it, while it is not carried out. */
export async function withdrawPromotion(ctx: UserContext, raw: WithdrawPromotionInput): Promise<{ number: number }> {
  authorize(ctx, "promotion.withdraw");
  const input = withdrawPromotionInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockPromotion(tx, ctx, input);
    const judged = await judgePromotion(ctx, tx, loaded, "show");
    const availability = availableActions(promotionFacts(judged, null, ctx.now()), actorFacts(ctx.actor)).withdraw;
    if (!availability.allowed) throw refusal(availability, { action: "withdraw" });
    const next = nextState(loaded.promotion.state, "withdraw", judged.facts);
    if (!next.ok) throw conflict(next.reason);
    const { state: from } = loaded.promotion;
    await updatePromotion(tx, ctx, loaded.promotion, {
      state: next.state,
      closedAt: ctx.now(),
      closedReason: input.reason,
    });
    await appendAudit(tx, ctx, {
      action: "promotion.withdrawn",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      reason: input.reason,
      payload: { ...auditName(loaded), from },
    });
    return { number: loaded.promotion.number };
  });
}
