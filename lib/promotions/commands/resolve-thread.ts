import "server-only";
import { and, eq } from "drizzle-orm";
import { comments } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { lockComment } from "../discussion/load-comment";
import { auditName, lockPromotion } from "../load-promotion";
import { type ResolveThreadInput, resolveThreadInput } from "../schemas";

/** Marks a thread as settled, or opens it again. Who did and when is shown with it. */
export async function resolveThread(ctx: UserContext, raw: ResolveThreadInput): Promise<{ resolved: boolean }> {
  authorize(ctx, "promotion.comment");
  const input = resolveThreadInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const found = await lockPromotion(tx, ctx, input);
    const root = await lockComment(tx, ctx, found.promotion.id, input.threadId);
    if (root.threadId !== root.id) throw notFound("This thread");
    if ((root.resolvedAt !== null) === input.resolved)
      throw conflict(
        input.resolved
          ? "The thread is resolved already; somebody else did while you read it."
          : "The thread is open already; somebody else reopened it while you read it.",
      );
    await tx
      .update(comments)
      .set(
        input.resolved
          ? { resolvedAt: ctx.now(), resolvedBy: ctx.actor.userId }
          : { resolvedAt: null, resolvedBy: null },
      )
      .where(and(eq(comments.projectId, ctx.projectId), eq(comments.id, root.id)));
    await appendAudit(tx, ctx, {
      action: input.resolved ? "promotion.thread_resolved" : "promotion.thread_reopened",
      objectType: "promotion",
      objectId: found.promotion.id,
      payload: { ...auditName(found), threadId: root.id, anchor: root.anchor },
    });
    return { resolved: input.resolved };
  });
}
