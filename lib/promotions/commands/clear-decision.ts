import "server-only";
import { and, eq } from "drizzle-orm";
import type { PromotionState } from "@/db/enums";
import { promotionDecisions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { actorFacts, availableActions } from "../available-actions";
import { judgePromotion, promotionFacts, retally } from "../judge-promotion";
import { auditName, lockPromotion, updatePromotion } from "../load-promotion";
import { nextState } from "../promotion-state";
import { refusal } from "../refusal";
import { type ClearDecisionInput, clearDecisionInput } from "../schemas";
import { settleApproved } from "../settle-approved";

export type Cleared = { number: number; state: PromotionState };

/**
 * Ends a rejection or a request for changes: by its author, or by a risk officer who overrides another person's, with a reason
 * on record. Approvals given before it count again only if the subject is still the one they signed.
 */
export async function clearDecision(ctx: UserContext, raw: ClearDecisionInput): Promise<Cleared> {
  authorize(ctx, "promotion.clear");
  const input = clearDecisionInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockPromotion(tx, ctx, input);
    const judged = await judgePromotion(ctx, tx, loaded);
    const row = judged.decisions.find((decision) => decision.id === input.decisionId);
    if (!row) throw notFound("That decision");
    if (row.kind === "approve" || row.state === "cleared")
      throw conflict("That decision blocks nothing; there is nothing to clear.");
    const isOwn = row.personId === ctx.actor.personId;
    const action = isOwn ? "clear" : "override";
    const availability = availableActions(promotionFacts(judged, null, ctx.now()), actorFacts(ctx.actor))[action];
    if (!availability.allowed) throw refusal(availability, { action });
    await tx
      .update(promotionDecisions)
      .set({ state: "cleared", endedAt: ctx.now(), endedReason: input.reason, endedBy: ctx.actor.userId })
      .where(and(eq(promotionDecisions.projectId, ctx.projectId), eq(promotionDecisions.id, row.id)));
    const after = await retally(ctx, tx, judged);
    const next = nextState(loaded.promotion.state, "clear", after.facts);
    if (!next.ok) throw conflict(next.reason);
    const isComplete = next.state === "approved";
    await updatePromotion(tx, ctx, loaded.promotion, {
      state: next.state,
      approvedAt: isComplete ? after.tally.completedAt : null,
    });
    const about = { objectType: "promotion", objectId: loaded.promotion.id, reason: input.reason } as const;
    const payload = { ...auditName(loaded), decisionId: row.id, kind: row.kind };
    await (isOwn
      ? appendAudit(tx, ctx, { action: "promotion.decision_cleared", ...about, payload })
      : appendAudit(tx, ctx, {
          action: "promotion.decision_overridden",
          ...about,
          payload: { ...payload, decider: row.signature.printedName },
        }));
    if (isComplete) await settleApproved(tx, ctx, after);
    return { number: loaded.promotion.number, state: next.state };
  });
}
