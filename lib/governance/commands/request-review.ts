import "server-only";
import { riskReviewTriggers } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { reevaluatePromotions } from "../reevaluate-promotions";
import { lockAssessment, readRevisions } from "../risk/load-assessment";
import { type RequestReviewInput, requestReviewInput } from "../risk/schemas";

/** Asks for a signed assessment to be reviewed before its date, saying what happened; the next sign-off answers it. */
export async function requestReview(ctx: Context, raw: RequestReviewInput): Promise<{ triggerId: string }> {
  authorize(ctx, "risk.request_review");
  const input = requestReviewInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const { assessment, model, version } = await lockAssessment(tx, ctx, input.assessmentId);
    const revisions = await readRevisions(tx, ctx, input.assessmentId);
    if (!revisions.some((row) => row.state === "signed_off"))
      throw preconditionFailed("Nothing is signed off yet, so there is nothing to review: write it into the draft.");
    const triggerId = ctx.newId();
    await tx.insert(riskReviewTriggers).values({
      projectId: ctx.projectId,
      id: triggerId,
      assessmentId: input.assessmentId,
      kind: input.trigger,
      reason: input.reason,
      raisedBy: ctx.actor.kind === "user" ? ctx.actor.userId : null,
      raisedAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "assessment.review_requested",
      objectType: "risk_assessment",
      objectId: input.assessmentId,
      payload: { model: model.name, version, trigger: input.trigger },
      reason: input.reason,
    });
    await reevaluatePromotions(tx, ctx, assessment);
    return { triggerId };
  });
}
