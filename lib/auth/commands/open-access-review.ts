import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { roles } from "@/db/enums";
import { accessReviewLines, accessReviews, members } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { reviewDays, reviewedBy } from "@/lib/auth/access-review";
import { authorize } from "@/lib/auth/authorize";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { nextNumber } from "@/lib/next-number";

/** Opens a review of everybody who may decide something, as their roles are now. One is open at a time. */
export async function openAccessReview(
  ctx: UserContext,
  _input: object = {},
): Promise<{ number: number; lines: number }> {
  authorize(ctx, "access.review");
  return withTransaction(ctx, async (tx) => {
    const held = await tx
      .select({ userId: members.userId, role: members.role, groupName: members.groupName })
      .from(members)
      .where(
        and(
          eq(members.projectId, ctx.projectId),
          inArray(
            members.role,
            roles.filter((role) => reviewedBy(role).length > 0),
          ),
        ),
      )
      .orderBy(asc(members.userId));
    const id = ctx.newId();
    const number = await nextNumber(tx, ctx.projectId, "access_review");
    const dueAt = new Date(ctx.now().getTime() + reviewDays * 86_400_000);
    await tx
      .insert(accessReviews)
      .values({ projectId: ctx.projectId, id, number, openedBy: ctx.actor.userId, openedAt: ctx.now(), dueAt })
      .catch((error: unknown) => {
        throw sqlState(error) === "23505" ? conflict("A review is open already; complete it first.") : error;
      });
    if (held.length > 0)
      await tx
        .insert(accessReviewLines)
        .values(held.map((line) => ({ projectId: ctx.projectId, reviewId: id, ...line })));
    await appendAudit(tx, ctx, {
      action: "access_review.opened",
      objectType: "access_review",
      objectId: id,
      payload: { number, lines: held.length, dueAt: dueAt.toISOString() },
    });
    return { number, lines: held.length };
  });
}
