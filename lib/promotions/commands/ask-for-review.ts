import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, invalidInput } from "@/lib/errors";
import { listDeciders } from "../deciders-query";
import { judgePromotion } from "../judge-promotion";
import { auditName, lockPromotion } from "../load-promotion";
import { isOpen } from "../promotion-state";
import { type AskForReviewInput, askForReviewInput } from "../schemas";

/** Asks one person who could approve to look at a promotion; recorded, so that whoever is asked is told. */
export async function askForReview(
  ctx: UserContext,
  raw: AskForReviewInput,
): Promise<{ number: number; asked: string }> {
  authorize(ctx, "promotion.comment");
  const input = askForReviewInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockPromotion(tx, ctx, input);
    if (!isOpen(loaded.promotion.state)) throw conflict("This promotion waits for nobody; reload the page.");
    const judged = await judgePromotion(ctx, tx, loaded);
    const asked = (await listDeciders(ctx, judged, "promotion.approve")).find((one) => one.userId === input.userId);
    if (!asked) throw invalidInput("userId", "this person cannot approve it; choose one of those who can");
    await appendAudit(tx, ctx, {
      action: "promotion.review_asked",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      payload: { ...auditName(loaded), asked: asked.name, askedId: asked.userId },
    });
    return { number: loaded.promotion.number, asked: asked.name };
  });
}
