import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { listBacktests } from "../backtest/backtests-query";
import { draftRefusals } from "../drafts/draft-rules";
import { judgeDraft, proposalOf } from "../drafts/judge-draft";
import { lockDraft, updateDraft } from "../drafts/load-draft";
import { type ProposeDraftInput, proposeDraftInput } from "../drafts/schemas";

export type ProposedDraft = { number: number; subjectDigest: string };

/** Asks for a draft to become the next version. PRECONDITION_FAILED while anything is wrong with it or it ties with another policy. */
export async function proposePolicy(ctx: UserContext, raw: ProposeDraftInput): Promise<ProposedDraft> {
  authorize(ctx, "policy.edit");
  const input = proposeDraftInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, ctx, input.number);
    const judged = await judgeDraft(ctx, draft, tx);
    const [refused] = draftRefusals(judged.facts, ctx.actor).propose;
    if (refused) throw preconditionFailed(refused);
    if (draft.lockVersion !== input.lockVersion)
      throw conflict(`Draft D-${draft.number} was changed since it was shown to you; reload the page and look at it.`);
    // The newest one that is of what is proposed goes along: whoever decides signs that they saw it.
    const [backtest] = (await listBacktests(ctx, judged, tx)).filter((kept) => kept.stale.length === 0);
    const subject = proposalOf(judged, input.reason, backtest?.digest);
    if (!subject) throw preconditionFailed("The text is not a policy yet.");
    const subjectDigest = canonicalDigest(subject);
    await updateDraft(tx, ctx, draft, {
      state: "proposed",
      reason: input.reason,
      subject,
      subjectDigest,
      proposedBy: ctx.actor.userId,
      proposedAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "policy.proposed",
      objectType: "policy_draft",
      objectId: draft.id,
      objectDigest: subjectDigest,
      reason: input.reason,
      payload: {
        policy: subject.policy,
        draft: draft.number,
        version: (subject.base?.version ?? 0) + 1,
        policyDigest: subject.policyDigest,
      },
    });
    return { number: draft.number, subjectDigest };
  });
}
