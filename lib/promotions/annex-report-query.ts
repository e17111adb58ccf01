import "server-only";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { policyVersions, promotionDecisions, promotionEvaluations, promotions, rollouts, targets } from "@/db/schema";
import type { Context } from "@/lib/context";
import { listCardReviews, listCardRevisions } from "@/lib/models/card-page-query";
import type { CardExport } from "@/lib/models/exports/card-export";
import { findVersion } from "@/lib/models/queries";
import { readReportAssessments, readReportControls } from "./annex-risk-query";
import { annexReport, type ReportPromotion, type SignedAct } from "./exports/annex-report";
import type { AnnexReport } from "./exports/report-block";
import { readResults } from "./exports/stored-results";

/** The Annex IV style report of a version on one revision of its card, from what is on record now. */
export async function readAnnexReport(ctx: Context, card: CardExport): Promise<AnnexReport> {
  const found = await findVersion(ctx, card.model.name, card.version.number);
  const versionId = found?.version.id ?? "";
  const [revisions, reviews, asked, started, assessed, controls] = await Promise.all([
    listCardRevisions(ctx, versionId),
    listCardReviews(ctx, versionId),
    listPromotions(ctx, versionId),
    listRollouts(ctx, versionId),
    readReportAssessments(ctx, card.model.name, card.version.number),
    readReportControls(ctx, found?.model.id ?? ""),
  ]);
  const decisions = await listDecisions(
    ctx,
    asked.map(({ id }) => id),
  );
  const cardActs = reviews.flatMap(({ signature, revision }): SignedAct[] =>
    signature
      ? [{ ...signature, what: `card revision ${revision}`, digest: signature.cardDigest, state: "valid" }]
      : [],
  );
  return annexReport({
    card,
    approvals: [...cardActs, ...decisions, ...assessed.signOffs].sort((a, b) => (a.signedAt < b.signedAt ? -1 : 1)),
    promotions: asked,
    revisions,
    rollouts: started,
    assessments: assessed.assessments,
    controls,
    madeAt: ctx.now(),
  });
}

async function listPromotions(ctx: Context, versionId: string): Promise<(ReportPromotion & { id: string })[]> {
  const rows = await ctx.db
    .select({ promotion: promotions, results: promotionEvaluations.results, policyDigest: policyVersions.digest })
    .from(promotions)
    .leftJoin(
      promotionEvaluations,
      and(
        eq(promotionEvaluations.projectId, promotions.projectId),
        eq(promotionEvaluations.promotionId, promotions.id),
        eq(promotionEvaluations.evaluation, promotions.evaluation),
      ),
    )
    .leftJoin(
      policyVersions,
      and(eq(policyVersions.projectId, promotions.projectId), eq(policyVersions.id, promotions.policyVersionId)),
    )
    .where(and(eq(promotions.projectId, ctx.projectId), eq(promotions.versionId, versionId)))
    .orderBy(desc(promotions.number));
  return rows.map(({ promotion, results, policyDigest }) => ({
    id: promotion.id,
    number: promotion.number,
    environment: promotion.environment,
    state: promotion.state,
    requestedAt: promotion.requestedAt,
    evaluatedAt: promotion.evaluatedAt,
    subjectDigest: promotion.subjectDigest,
    policyDigest,
    gates: readResults(results),
  }));
}

async function listDecisions(ctx: Context, promotionIds: readonly string[]): Promise<SignedAct[]> {
  if (promotionIds.length === 0) return [];
  const rows = await ctx.db
    .select({ signature: promotionDecisions.signature, state: promotionDecisions.state, number: promotions.number })
    .from(promotionDecisions)
    .innerJoin(
      promotions,
      and(eq(promotions.projectId, promotionDecisions.projectId), eq(promotions.id, promotionDecisions.promotionId)),
    )
    .where(
      and(eq(promotionDecisions.projectId, ctx.projectId), inArray(promotionDecisions.promotionId, [...promotionIds])),
    );
  return rows.map(({ signature, state, number }) => ({
    ...signature,
    what: `promotion P-${number}`,
    digest: signature.subjectDigest,
    state,
  }));
}

async function listRollouts(ctx: Context, versionId: string) {
  const rows = await ctx.db
    .select({ number: rollouts.number, target: targets.name, state: rollouts.state, startedAt: rollouts.createdAt })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .where(and(eq(rollouts.projectId, ctx.projectId), eq(rollouts.toVersionId, versionId)))
    .orderBy(asc(rollouts.number));
  return rows;
}
