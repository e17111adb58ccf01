import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { decideOnDraft, insertPolicyDecision } from "../drafts/deciding";
import { updateDraft } from "../drafts/load-draft";
import { type RejectPolicyInput, rejectPolicyInput } from "../drafts/schemas";

/** Rejects a proposal, with a reason; its text can be taken up in a new draft. */
export async function rejectPolicy(ctx: UserContext, raw: RejectPolicyInput): Promise<{ number: number }> {
  authorize(ctx, "policy.publish");
  const input = rejectPolicyInput.parse(raw);
  return decideOnDraft(ctx, "reject", input, async (tx, decided) => {
    const { draft, digest } = decided;
    const signatureDigest = await insertPolicyDecision(tx, ctx, decided, "reject", input.reason);
    await updateDraft(tx, ctx, draft, { state: "rejected", closedAt: ctx.now(), closedReason: input.reason });
    await appendAudit(tx, ctx, {
      action: "policy.rejected",
      objectType: "policy_draft",
      objectId: draft.id,
      objectDigest: digest,
      reason: input.reason,
      payload: { policy: draft.name, draft: draft.number, signatureDigest },
    });
    return { number: draft.number };
  });
}
