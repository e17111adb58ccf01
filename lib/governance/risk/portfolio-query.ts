import "server-only";
import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { findings, models, riskAssessmentRevisions, riskAssessments, riskReviewTriggers, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { dayOf, isBlocking, isOverdue, isUnsettled } from "../findings/finding";
import { assessmentBody, riskScore } from "./assessment";

export type PortfolioRow = Awaited<ReturnType<typeof listRiskPortfolio>>[number];

/** Every model with its tier, what its assessment says and when it is due, and what was found on it. */
export async function listRiskPortfolio(ctx: Context) {
  const today = dayOf(ctx.now());
  const [rows, revisions, found, triggers] = await Promise.all([
    ctx.db
      .select({ id: models.id, name: models.name, useCase: models.useCase, tier: models.riskTier, owner: users.name })
      .from(models)
      .leftJoin(users, eq(users.id, models.ownerUserId))
      .where(and(eq(models.projectId, ctx.projectId), isNull(models.deletedAt)))
      .orderBy(asc(models.name)),
    ctx.db
      .select({ modelId: riskAssessments.modelId, revision: riskAssessmentRevisions })
      .from(riskAssessments)
      .innerJoin(
        riskAssessmentRevisions,
        and(
          eq(riskAssessmentRevisions.projectId, riskAssessments.projectId),
          eq(riskAssessmentRevisions.assessmentId, riskAssessments.id),
        ),
      )
      .where(and(eq(riskAssessments.projectId, ctx.projectId), isNull(riskAssessments.versionId)))
      .orderBy(desc(riskAssessmentRevisions.revision)),
    ctx.db.select().from(findings).where(eq(findings.projectId, ctx.projectId)),
    ctx.db
      .select({ modelId: riskAssessments.modelId })
      .from(riskReviewTriggers)
      .innerJoin(
        riskAssessments,
        and(
          eq(riskAssessments.projectId, riskReviewTriggers.projectId),
          eq(riskAssessments.id, riskReviewTriggers.assessmentId),
        ),
      )
      .where(and(eq(riskReviewTriggers.projectId, ctx.projectId), isNull(riskReviewTriggers.answeredBy))),
  ]);
  return rows.map((model) => {
    const own = revisions.filter((row) => row.modelId === model.id).map((row) => row.revision);
    const signed = own.find((row) => row.state === "signed_off") ?? null;
    const open = own.find((row) => row.state === "draft" || row.state === "submitted") ?? null;
    const ofModel = found.filter((finding) => finding.modelId === model.id);
    const shown = signed ?? open;
    const body = shown && assessmentBody.parse(shown.body);
    return {
      ...model,
      signed: signed && { revision: signed.revision, signedAt: signed.signedAt, reviewDue: signed.reviewDue },
      open: open && { revision: open.revision, state: open.state },
      inherent: body && riskScore(body.inherent),
      residual: body && riskScore(body.residual),
      isReviewOverdue: signed?.reviewDue != null && signed.reviewDue < today,
      triggers: triggers.filter((trigger) => trigger.modelId === model.id).length,
      unsettled: ofModel.filter((finding) => isUnsettled(finding, today)).length,
      accepted: ofModel.filter((finding) => finding.state === "accepted" && !isUnsettled(finding, today)).length,
      blocking: ofModel.filter((finding) => isBlocking(finding, today)).length,
      overdue: ofModel.filter((finding) => isOverdue(finding, today)).length,
    };
  });
}
