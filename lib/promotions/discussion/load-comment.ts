import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { commentMentions, comments } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";

/** Locks a comment of a promotion. Throws NOT_FOUND, also for one of another promotion. */
export async function lockComment(tx: Tx, ctx: Context, promotionId: string, commentId: string) {
  const [comment] = await tx
    .select()
    .from(comments)
    .where(
      and(eq(comments.projectId, ctx.projectId), eq(comments.id, commentId), eq(comments.promotionId, promotionId)),
    )
    .for("update");
  if (!comment) throw notFound("This comment");
  return comment;
}

/** Adds who is named in a comment; somebody named before is not named again. Returns whom it added. */
export async function addMentions(
  tx: Tx,
  ctx: Context,
  commentId: string,
  userIds: readonly string[],
): Promise<string[]> {
  if (userIds.length === 0) return [];
  const added = await tx
    .insert(commentMentions)
    .values(userIds.map((userId) => ({ projectId: ctx.projectId, commentId, userId })))
    .onConflictDoNothing()
    .returning({ userId: commentMentions.userId });
  return added.map(({ userId }) => userId);
}
