import "server-only";
import { comments } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { auditName, lockPromotion } from "../load-promotion";
import { type CommentInput, commentInput } from "../schemas";

/** Adds a comment to a promotion, about all of it or about one gate or slice. Closed promotions can be commented too. */
export async function commentOnPromotion(ctx: UserContext, raw: CommentInput): Promise<{ commentId: string }> {
  authorize(ctx, "promotion.comment");
  const input = commentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const found = await lockPromotion(tx, ctx, input);
    const commentId = ctx.newId();
    await tx.insert(comments).values({
      projectId: ctx.projectId,
      id: commentId,
      promotionId: found.promotion.id,
      threadId: commentId,
      anchor: input.anchor,
      userId: ctx.actor.userId,
      body: input.body,
      createdAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "promotion.commented",
      objectType: "promotion",
      objectId: found.promotion.id,
      payload: {
        ...auditName(found),
        commentId,
        anchor: input.anchor,
        comment: input.body,
      },
    });
    return { commentId };
  });
}
