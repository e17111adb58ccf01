import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { accessReviewLines, users } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { lockOpenReview } from "@/lib/auth/access-review-store";
import { authorize } from "@/lib/auth/authorize";
import { lockMembership, writeMembership } from "@/lib/auth/members";
import { type AttestAccessInput, attestAccessSchema } from "@/lib/auth/schemas";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, forbidden, invalidInput, notFound, preconditionFailed } from "@/lib/errors";

/** Says of one person's role that it is kept or removed, never of one's own; a removed role is gone at once. */
export async function attestAccess(ctx: UserContext, raw: AttestAccessInput): Promise<{ verdict: "keep" | "remove" }> {
  authorize(ctx, "access.review");
  const { number, userId, role, verdict, comment } = attestAccessSchema.parse(raw);
  if (verdict === "remove" && comment.length < 10)
    throw invalidInput("comment", "say why it is removed, in at least 10 characters");
  return withTransaction(ctx, async (tx) => {
    const review = await lockOpenReview(tx, ctx, number);
    const [person] = await tx
      .select({ personId: users.personId, name: users.name })
      .from(users)
      .where(eq(users.id, userId));
    if (!person) throw notFound("This person");
    if (person.personId === ctx.actor.personId)
      throw forbidden("You may not attest your own access; a colleague has to.");
    const before = await lockMembership(tx, ctx, userId);
    if (verdict === "keep" && !before.roles.includes(role))
      throw preconditionFailed(
        `${person.name} no longer holds this role: it cannot be kept. Say that it is removed, and since when.`,
      );
    const attested = await tx
      .update(accessReviewLines)
      .set({ verdict, comment, attestedBy: ctx.actor.userId, attestedAt: ctx.now() })
      .where(
        and(
          eq(accessReviewLines.projectId, ctx.projectId),
          eq(accessReviewLines.reviewId, review.id),
          eq(accessReviewLines.userId, userId),
          eq(accessReviewLines.role, role),
          isNull(accessReviewLines.verdict),
        ),
      )
      .returning({ role: accessReviewLines.role });
    if (attested.length === 0)
      throw conflict("This line is attested already, or not part of the review; reload the page.");
    await appendAudit(tx, ctx, {
      action: "access_review.attested",
      objectType: "access_review",
      objectId: review.id,
      reason: comment || undefined,
      payload: { number, member: person.name, userId, role, verdict },
    });
    if (verdict === "remove") {
      const left = before.roles.filter((held) => held !== role);
      if (left.length < before.roles.length) await writeMembership(tx, ctx, before, left, before.groupName);
    }
    return { verdict };
  });
}
