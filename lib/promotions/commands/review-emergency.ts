import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { breakGlassUses } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest, contentDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { conflict, forbidden } from "@/lib/errors";
import { conflictsByPerson } from "../conflict-set";
import { findEmergency } from "../emergencies-query";
import { reviewReasons } from "../emergency";
import { emergencyReview } from "../emergency-signature";
import { judgePromotion } from "../judge-promotion";
import { auditName, lockPromotion } from "../load-promotion";
import { refusal } from "../refusal";
import { type ReviewEmergencyInput, reviewEmergencyInput } from "../schemas";
import { insertConflicts } from "../store-evaluation";

/**
 * A second person's judgement of what was carried out in an emergency, signed: they uphold it or object. Late is better than
 * never, and said. An objection changes no traffic by itself; rolling back is one step and needs no version.
 */
export async function reviewEmergency(
  ctx: UserContext,
  raw: ReviewEmergencyInput,
): Promise<{ number: number; verdict: "upheld" | "objected" }> {
  authorize(ctx, "promotion.review_emergency");
  const input = reviewEmergencyInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockPromotion(tx, ctx, input);
    const use = await findEmergency(ctx, loaded.promotion.id, tx);
    const judged = await judgePromotion(ctx, tx, loaded, "show");
    const reasons = reviewReasons(
      use && { personId: use.personId, usedBy: use.usedByName, reviewedAt: use.reviewedAt },
      ctx.actor,
      conflictsByPerson(judged.conflicts),
    );
    if (!use || reasons.length > 0) throw refusal({ allowed: false, reasons }, { action: "review_emergency" });
    await insertConflicts(tx, ctx, judged);
    const at = ctx.now();
    const signer = { ...ctx.actor, sessionDigest: contentDigest(ctx.actor.sessionId) };
    const signature = emergencyReview(input.verdict, auditName(loaded), ctx.actor.roles, signer, use.subjectDigest, at);
    const reviewed = await tx
      .update(breakGlassUses)
      .set({
        verdict: input.verdict,
        reviewedBy: ctx.actor.userId,
        reviewerPersonId: ctx.actor.personId,
        reviewComment: input.comment,
        reviewSignature: signature,
        reviewedAt: at,
      })
      .where(
        and(
          eq(breakGlassUses.projectId, ctx.projectId),
          eq(breakGlassUses.promotionId, loaded.promotion.id),
          isNull(breakGlassUses.reviewedAt),
        ),
      )
      .returning({ id: breakGlassUses.promotionId })
      .catch((error: unknown) => {
        throw sqlState(error) === "CS001" ? forbidden("You may not review it: you contributed to it.") : error;
      });
    if (reviewed.length === 0) throw conflict("The emergency has been reviewed already; reload the page.");
    await appendAudit(tx, ctx, {
      action: "promotion.break_glass_reviewed",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      objectDigest: use.subjectDigest,
      reason: input.comment,
      payload: {
        ...auditName(loaded),
        verdict: input.verdict,
        rollout: use.rollout,
        isLate: at >= use.reviewDueAt,
        signatureDigest: canonicalDigest(signature),
      },
    });
    return { number: loaded.promotion.number, verdict: input.verdict };
  });
}
