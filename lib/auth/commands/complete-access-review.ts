import "server-only";
import { and, eq } from "drizzle-orm";
import { accessReviewLines, accessReviews } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { attestationText } from "@/lib/auth/access-review";
import { lockOpenReview } from "@/lib/auth/access-review-store";
import { authorize } from "@/lib/auth/authorize";
import { type CompleteAccessReviewInput, completeAccessReviewSchema } from "@/lib/auth/schemas";
import { type UserContext, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { plural } from "@/lib/format";

/** Closes a review whose every line is attested, with the statement that is signed. It never changes afterwards. */
export async function completeAccessReview(
  ctx: UserContext,
  raw: CompleteAccessReviewInput,
): Promise<{ number: number; kept: number; removed: number }> {
  authorize(ctx, "access.review");
  const { number } = completeAccessReviewSchema.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const review = await lockOpenReview(tx, ctx, number);
    const lines = await tx
      .select({ verdict: accessReviewLines.verdict })
      .from(accessReviewLines)
      .where(and(eq(accessReviewLines.projectId, ctx.projectId), eq(accessReviewLines.reviewId, review.id)));
    const open = lines.filter((line) => line.verdict === null).length;
    if (open > 0) throw preconditionFailed(`${plural(open, "line is", "lines are")} not attested yet.`);
    const kept = lines.filter((line) => line.verdict === "keep").length;
    const removed = lines.length - kept;
    await tx
      .update(accessReviews)
      .set({
        completedAt: ctx.now(),
        completedBy: ctx.actor.userId,
        attestation: attestationText(number, kept, removed),
      })
      .where(and(eq(accessReviews.projectId, ctx.projectId), eq(accessReviews.id, review.id)));
    await appendAudit(tx, ctx, {
      action: "access_review.completed",
      objectType: "access_review",
      objectId: review.id,
      payload: { number, kept, removed, isLate: ctx.now() > review.dueAt },
    });
    return { number, kept, removed };
  });
}
