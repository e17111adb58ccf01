import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { submitObstacles } from "../card-status";
import { cardName, lockCard } from "../load-card";
import { seenCardInput } from "../schemas";
import { insertReview, setStatus, stepOrRefuse } from "../write-card";

/** Sends the newest revision to review, once all that the risk tier asks for is written, confirmed and up to date. */
export async function submitCard(ctx: UserContext, raw: unknown): Promise<{ revision: number }> {
  authorize(ctx, "card.edit");
  const input = seenCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    const status = stepOrRefuse(loaded, "submit");
    const obstacles = submitObstacles(loaded.facts);
    if (obstacles.length > 0) throw preconditionFailed(obstacles.join(" "));
    await setStatus(tx, ctx, loaded, { status });
    await insertReview(tx, ctx, loaded, "submitted");
    await appendAudit(tx, ctx, {
      action: "card.submitted",
      objectType: "version",
      objectId: loaded.version.id,
      payload: { ...cardName(loaded), revision: input.seenRevision },
    });
    return { revision: input.seenRevision };
  });
}
