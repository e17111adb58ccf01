import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { cardName, lockCard } from "../load-card";
import { sendBackCardInput } from "../schemas";
import { insertReview, setStatus, stepOrRefuse } from "../write-card";

/** Sends a card under review back to its authors with a comment that says what is missing. */
export async function sendBackCard(ctx: UserContext, raw: unknown): Promise<{ revision: number }> {
  authorize(ctx, "card.approve");
  const input = sendBackCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    const status = stepOrRefuse(loaded, "send_back");
    await setStatus(tx, ctx, loaded, { status });
    await insertReview(tx, ctx, loaded, "sent_back", { comment: input.comment });
    await appendAudit(tx, ctx, {
      action: "card.sent_back",
      objectType: "version",
      objectId: loaded.version.id,
      reason: input.comment,
      payload: { ...cardName(loaded), revision: input.seenRevision },
    });
    return { revision: input.seenRevision };
  });
}
