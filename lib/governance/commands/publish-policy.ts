import "server-only";
import { eq } from "drizzle-orm";
import { users } from "@/db/schema";
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
import { insertPolicyVersion, type PublishedVersion, reachOf } from "../insert-version";
import { enqueueEvaluations } from "../reevaluate-promotions";

export type PublishedPolicyVersion = PublishedVersion & { openPromotions: number };

/**
 * Approves a proposal and publishes it, in one transaction, by somebody who wrote nothing of it. Open promotions that the new
 * version decides on, or no longer decides on, are evaluated again.
 */
export async function publishPolicy(ctx: UserContext, raw: PublishPolicyInput): Promise<PublishedPolicyVersion> {
  authorize(ctx, "policy.publish");
  const input = publishPolicyInput.parse(raw);
  return decideOnDraft(ctx, "approve", input, async (tx, decided) => {
    const { draft, policy } = decided;
    if (draft.kind !== "version")
      throw preconditionFailed(`D-${draft.number} proposes to retire ${draft.name}; approve that, or reject it.`);
    const proposedBy = draft.proposedBy;
    if (!policy || !proposedBy) throw new Error(`draft D-${draft.number} was judged publishable and is not`);
    assertSigner(ctx, input.signer);
    if (concernsHighRisk(decided)) assertFreshSignIn(ctx, "publishing a policy for high risk");
    const affected = await readAffected(ctx, decided, tx);
    const signatureDigest = await insertPolicyDecision(tx, ctx, decided, "approve", input.comment);
    const origin = { source: draft.source, proposedBy, approvedBy: ctx.actor.userId, draftId: draft.id };
    const published = await insertPolicyVersion(tx, ctx, policy, origin);
    await updateDraft(tx, ctx, draft, {
      state: "published",
      policyId: published.policyId,
      publishedVersionId: published.policyVersionId,
      closedAt: ctx.now(),
    });
    const [author] = await tx.select({ name: users.name }).from(users).where(eq(users.id, proposedBy));
    await appendAudit(tx, ctx, {
      action: "policy.published",
      objectType: "policy",
      objectId: published.policyId,
      objectDigest: published.digest,
      reason: input.comment || undefined,
      payload: {
        policy: policy.name,
        version: published.version,
        ...reachOf(policy),
        draft: draft.number,
        signatureDigest,
        proposedBy: author?.name,
        openPromotions: affected.length,
      },
    });
    const open = affected.map(({ promotionId }) => ({ id: promotionId }));
    await enqueueEvaluations(tx, ctx, open);
    return { ...published, openPromotions: affected.length };
  });
}
