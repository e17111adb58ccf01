import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comments, promotionEvaluations } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { invalidInput, notFound } from "@/lib/errors";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import { anchorRefusal } from "../discussion/anchor";
import { addMentions, lockComment } from "../discussion/load-comment";
import { storeMentions } from "../discussion/mentions";
import { listMentionable } from "../discussion/threads-query";
import { auditName, lockPromotion } from "../load-promotion";
import { type CommentInput, commentInput } from "../schemas";

/**
 * Starts a thread about a promotion, one of its gates, slices or fields, or answers in one. Closed promotions can be commented
 * too. People named with "@" must be members; the event carries them, so that they can be told.
 */
export async function commentOnPromotion(
  ctx: UserContext,
  raw: CommentInput,
): Promise<{ commentId: string; threadId: string }> {
  authorize(ctx, "promotion.comment");
  const input = commentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const found = await lockPromotion(tx, ctx, input);
    const { id: promotionId } = found.promotion;
    const { body, userIds } = storeMentions(input.body, await listMentionable(ctx, tx), input.mentions);
    const commentId = ctx.newId();
    const { threadId, anchor } = await placeOf(tx, ctx, promotionId, commentId, input);
    await tx.insert(comments).values({
      projectId: ctx.projectId,
      id: commentId,
      promotionId,
      threadId,
      anchor,
      userId: ctx.actor.userId,
      body,
      createdAt: ctx.now(),
    });
    await addMentions(tx, ctx, commentId, userIds);
    await appendAudit(tx, ctx, {
      action: "promotion.commented",
      objectType: "promotion",
      objectId: promotionId,
      payload: { ...auditName(found), commentId, threadId, anchor, mentions: userIds, comment: input.body },
    });
    return { commentId, threadId };
  });
}

/** The thread it goes into: the one it answers, with that one's anchor, or its own. */
async function placeOf(
  tx: Tx,
  ctx: UserContext,
  promotionId: string,
  commentId: string,
  { threadId, anchor }: { threadId: string | null; anchor: string | null },
) {
  if (threadId !== null) {
    const root = await lockComment(tx, ctx, promotionId, threadId);
    if (root.threadId !== root.id) throw notFound("This thread");
    return { threadId, anchor: root.anchor };
  }
  if (anchor !== null) {
    const refusal = anchorRefusal(anchor, await readGates(tx, ctx, promotionId));
    if (refusal) throw invalidInput("anchor", refusal);
  }
  return { threadId: commentId, anchor };
}

/** Gates of the last evaluation. */
async function readGates(tx: Tx, ctx: UserContext, promotionId: string) {
  const [row] = await tx
    .select({ results: promotionEvaluations.results })
    .from(promotionEvaluations)
    .where(and(eq(promotionEvaluations.projectId, ctx.projectId), eq(promotionEvaluations.promotionId, promotionId)))
    .orderBy(desc(promotionEvaluations.evaluation))
    .limit(1);
  const results = (row?.results as PolicyEvaluation | undefined)?.results ?? [];
  return results.map(({ gateId, title }) => ({ id: gateId, title }));
}
