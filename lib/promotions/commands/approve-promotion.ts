import "server-only";
import type { PromotionState } from "@/db/enums";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { assertSigner } from "@/lib/auth/fresh-sign-in";
import type { UserContext } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { decide } from "../deciding";
import { retally } from "../judge-promotion";
import { auditName, updatePromotion } from "../load-promotion";
import { readAssertion } from "../passkey-signature";
import { nextState } from "../promotion-state";
import { type ApprovePromotionInput, approvePromotionInput } from "../schemas";
import { settleApproved } from "../settle-approved";
import { endOwnVoidApprovals, insertDecision } from "../store-decision";
import { insertConflicts, insertDelegator } from "../store-evaluation";

export type Approved = { number: number; state: PromotionState; approvals: number; required: number };

/**
 * Signs an approval of exactly the subject that was shown. Never by anyone who contributed, never twice by one person, never on
 * a changed subject; for a colleague only by a delegation in force, which takes that colleague out of this promotion. The last
 * needed approval makes it executable after its cooling-off time.
 */
export async function approvePromotion(ctx: UserContext, raw: ApprovePromotionInput): Promise<Approved> {
  authorize(ctx, "promotion.approve");
  const input = approvePromotionInput.parse(raw);
  return decide(ctx, "approve", input, async (tx, judged, delegated) => {
    assertSigner(ctx, input.signer);
    const { loaded, rule } = judged;
    // Written before the decision, so that the database refuses what this code might overlook.
    await insertConflicts(tx, ctx, judged);
    const about = { promotionId: loaded.promotion.id, subjectDigest: judged.present.digest };
    const assertion = input.passkey ? await readAssertion(tx, ctx, about, input.passkey) : null;
    if (rule.passkey === "required" && !assertion)
      throw preconditionFailed(
        "This policy asks for an approval signed with a passkey; sign with yours, or add one first.",
      );
    const signed = { delegated, assertion };
    await endOwnVoidApprovals(tx, ctx, judged);
    const { row, role, signatureDigest } = await insertDecision(tx, ctx, judged, "approve", input.comment, signed);
    if (delegated) await insertDelegator(tx, ctx, judged, delegated);
    const after = await retally(ctx, tx, judged);
    const next = nextState(loaded.promotion.state, "approve", after.facts);
    if (!next.ok) throw conflict(next.reason);
    const isComplete = next.state === "approved";
    await updatePromotion(tx, ctx, loaded.promotion, {
      state: next.state,
      approvedAt: isComplete ? after.tally.completedAt : null,
    });
    const counts = { approvals: after.tally.counted.length, required: rule.quorum };
    await appendAudit(tx, ctx, {
      action: "promotion.approved",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      objectDigest: judged.present.digest,
      reason: input.comment || undefined,
      payload: {
        ...auditName(loaded),
        decisionId: row.id,
        role,
        group: row.signature.groupName,
        delegationId: delegated?.id,
        assertionDigest: assertion ? canonicalDigest(assertion) : undefined,
        signatureDigest,
        ...counts,
      },
    });
    if (isComplete) await settleApproved(tx, ctx, after);
    return { number: loaded.promotion.number, state: next.state, ...counts };
  });
}
