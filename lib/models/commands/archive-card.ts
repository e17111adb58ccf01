import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { cardName, lockCard } from "../load-card";
import { archiveCardInput } from "../schemas";
import { insertReview, setStatus, stepOrRefuse } from "../write-card";

/** Closes a card for good: it can still be read and exported, never edited. */
export async function archiveCard(ctx: UserContext, raw: unknown): Promise<{ revision: number }> {
  authorize(ctx, "card.archive");
  const input = archiveCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    const status = stepOrRefuse(loaded, "archive");
    await setStatus(tx, ctx, loaded, { status });
    await insertReview(tx, ctx, loaded, "archived", { comment: input.reason });
    await appendAudit(tx, ctx, {
      action: "card.archived",
      objectType: "version",
      objectId: loaded.version.id,
      reason: input.reason,
      payload: { ...cardName(loaded), revision: input.seenRevision },
    });
    return { revision: input.seenRevision };
  });
}
