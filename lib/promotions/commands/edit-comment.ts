import "server-only";
import { and, eq } from "drizzle-orm";
import { commentRevisions, comments } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, forbidden } from "@/lib/errors";
import { editRefusal } from "../discussion/editing";
import { addMentions, lockComment } from "../discussion/load-comment";
import { storeMentions } from "../discussion/mentions";
import { listMentionable } from "../discussion/threads-query";
import { auditName, lockPromotion } from "../load-promotion";
import { type EditCommentInput, editCommentInput } from "../schemas";

/** Replaces the text of one's own comment within its time; the earlier text stays on record. Equal text writes nothing. */
export async function editComment(ctx: UserContext, raw: EditCommentInput): Promise<{ revision: number }> {
  authorize(ctx, "promotion.comment");
  const input = editCommentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const found = await lockPromotion(tx, ctx, input);
    const comment = await lockComment(tx, ctx, found.promotion.id, input.commentId);
    const root = await lockComment(tx, ctx, found.promotion.id, comment.threadId);
    const refusal = editRefusal({ ...comment, isResolved: root.resolvedAt !== null }, ctx.actor.userId, ctx.now());
    if (refusal) throw forbidden(refusal);
    if (comment.revision !== input.seenRevision)
      throw conflict("This comment was edited in another window. Nothing was saved; your text is still here.");
    const { body, userIds } = storeMentions(input.body, await listMentionable(ctx, tx), input.mentions);
    if (body === comment.body) return { revision: comment.revision };
    const revision = comment.revision + 1;
    await tx.insert(commentRevisions).values({
      projectId: ctx.projectId,
      commentId: comment.id,
      revision: comment.revision,
      body: comment.body,
      writtenAt: comment.editedAt ?? comment.createdAt,
    });
    await tx
      .update(comments)
      .set({ body, revision, editedAt: ctx.now() })
      .where(and(eq(comments.projectId, ctx.projectId), eq(comments.id, comment.id)));
    const mentions = await addMentions(tx, ctx, comment.id, userIds);
    await appendAudit(tx, ctx, {
      action: "promotion.comment_edited",
      objectType: "promotion",
      objectId: found.promotion.id,
      payload: { ...auditName(found), commentId: comment.id, revision, mentions, comment: input.body },
    });
    return { revision };
  });
}
