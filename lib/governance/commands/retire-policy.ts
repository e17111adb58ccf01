import "server-only";
import { policyRetirements } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { assertFreshSignIn, assertSigner } from "@/lib/auth/fresh-sign-in";
import type { UserContext } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { decideOnDraft, insertPolicyDecision } from "../drafts/deciding";
import { concernsHighRisk } from "../drafts/judge-draft";
import { updateDraft } from "../drafts/load-draft";
import { readAffected } from "../drafts/open-promotions-query";
import { type PublishPolicyInput, publishPolicyInput } from "../drafts/schemas";
import { enqueueEvaluations } from "../reevaluate-promotions";

export type RetiredPolicy = { policyId: string; version: number; openPromotions: number };

/**
 * Approves a proposal to retire a policy, in one transaction, by somebody who did not make it. Its versions stay on record; open
 * promotions that it decided on are evaluated again under what applies then.
 */
export async function retirePolicy(ctx: UserContext, raw: PublishPolicyInput): Promise<RetiredPolicy> {
  authorize(ctx, "policy.publish");
  const input = publishPolicyInput.parse(raw);
  return decideOnDraft(ctx, "approve", input, async (tx, decided) => {
    const { draft, live } = decided;
    if (draft.kind !== "retirement")
      throw preconditionFailed(`D-${draft.number} proposes a version; publish it, or reject it.`);
    const proposedBy = draft.proposedBy;
    if (!live || !proposedBy) throw new Error(`D-${draft.number} was judged fit to retire a policy and is not`);
    assertSigner(ctx, input.signer);
    if (concernsHighRisk(decided)) assertFreshSignIn(ctx, "retiring a policy for high risk");
    const affected = await readAffected(ctx, decided, tx);
    const signatureDigest = await insertPolicyDecision(tx, ctx, decided, "approve", input.comment);
    await tx.insert(policyRetirements).values({
      projectId: ctx.projectId,
      policyVersionId: live.policyVersionId,
      policyId: live.policyId,
      proposedBy,
      approvedBy: ctx.actor.userId,
      draftId: draft.id,
      reason: draft.reason ?? "",
      retiredAt: ctx.now(),
    });
    await updateDraft(tx, ctx, draft, { state: "published", closedAt: ctx.now() });
    await appendAudit(tx, ctx, {
      action: "policy.retired",
      objectType: "policy",
      objectId: live.policyId,
      objectDigest: live.digest,
      reason: draft.reason ?? undefined,
      payload: {
        policy: live.policy.name,
        version: live.version,
        draft: draft.number,
        signatureDigest,
        openPromotions: affected.length,
      },
    });
    await enqueueEvaluations(
      tx,
      ctx,
      affected.map(({ promotionId }) => ({ id: promotionId })),
    );
    return { policyId: live.policyId, version: live.version, openPromotions: affected.length };
  });
}
