import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { draftRefusals } from "../drafts/draft-rules";
import { judgeDraft } from "../drafts/judge-draft";
import { lockDraft, updateDraft } from "../drafts/load-draft";
import { type WithdrawDraftInput, withdrawDraftInput } from "../drafts/schemas";

/** Ends a draft or a proposal by somebody who wrote in it; it stays on record. */
export async function withdrawPolicyDraft(ctx: UserContext, raw: WithdrawDraftInput): Promise<{ number: number }> {
  authorize(ctx, "policy.edit");
  const input = withdrawDraftInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, ctx, input.number);
    const { facts } = await judgeDraft(ctx, draft, tx);
    const [refused] = draftRefusals(facts, ctx.actor).withdraw;
    if (refused) throw preconditionFailed(refused);
    await updateDraft(tx, ctx, draft, { state: "withdrawn", closedAt: ctx.now(), closedReason: input.reason });
    await appendAudit(tx, ctx, {
      action: "policy.draft_withdrawn",
      objectType: "policy_draft",
      objectId: draft.id,
      reason: input.reason,
      payload: { policy: draft.name, draft: draft.number },
    });
    return { number: draft.number };
  });
}
