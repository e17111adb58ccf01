import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { type PromotionRow, policyVersions, promotionDecisions, promotionEvaluations } from "@/db/schema";
import type { BundleDocument } from "@/lib/audit/bundle";
import { canonicalJson } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { loadComparisonCsv } from "@/lib/experiments/compare-csv-query";
import { parseView } from "@/lib/experiments/comparison";
import type { ComparisonEvidence } from "@/lib/governance/gates/evidence";
import { readComparisonEvidence } from "./attached-comparisons-query";

const document = (name: string, value: unknown): BundleDocument => ({ name, content: canonicalJson(value) });

/** Evaluations that a decision was made on, and the last one: what an auditor has to replay. */
async function evaluationDocuments(ctx: Context, promotion: PromotionRow, decided: ReadonlySet<string>) {
  const evaluations = await ctx.db
    .select()
    .from(promotionEvaluations)
    .where(and(eq(promotionEvaluations.projectId, ctx.projectId), eq(promotionEvaluations.promotionId, promotion.id)))
    .orderBy(asc(promotionEvaluations.evaluation));
  return evaluations
    .filter((row) => row.evaluation === promotion.evaluation || decided.has(row.subjectDigest))
    .flatMap((row) => [
      document(`evaluation-${row.evaluation}/evidence.json`, row.evidence),
      document(`evaluation-${row.evaluation}/results.json`, row.results),
      document(`evaluation-${row.evaluation}/subject.json`, row.subject),
    ]);
}

/** A comparison as it is signed, and its figures as the file that its page gives; without those while fewer than two runs are there. */
async function comparisonDocuments(
  ctx: Context,
  evidence: ComparisonEvidence,
  name: string,
): Promise<BundleDocument[]> {
  const csv = await loadComparisonCsv(ctx, parseView(evidence.query));
  return [document(`${name}.json`, evidence), ...(csv === null ? [] : [{ name: `${name}.csv`, content: csv }])];
}

/** The documents behind a promotion's events: plans, policy, attached comparisons with their figures, evidence, results, subject, signature records. */
export async function listPromotionDocuments(ctx: Context, promotion: PromotionRow): Promise<BundleDocument[]> {
  const decisions = await ctx.db
    .select({
      signature: promotionDecisions.signature,
      assertion: promotionDecisions.assertion,
      subjectDigest: promotionDecisions.subjectDigest,
    })
    .from(promotionDecisions)
    .where(and(eq(promotionDecisions.projectId, ctx.projectId), eq(promotionDecisions.promotionId, promotion.id)))
    .orderBy(asc(promotionDecisions.decidedAt), asc(promotionDecisions.id));
  const [policy] = await ctx.db
    .select({ body: policyVersions.body })
    .from(policyVersions)
    .where(and(eq(policyVersions.projectId, ctx.projectId), eq(policyVersions.id, promotion.policyVersionId)));
  const attached = await readComparisonEvidence(ctx, ctx.db, promotion.id);
  const comparisons: BundleDocument[] = [];
  // One after the other: each may hold a hundred runs.
  for (const [i, evidence] of attached.entries())
    comparisons.push(...(await comparisonDocuments(ctx, evidence, `comparison-${i + 1}`)));
  return [
    document("rollout-plan.json", promotion.rolloutPlan),
    document("rollback-plan.json", promotion.rollbackPlan),
    ...(policy ? [document("policy.json", policy.body)] : []),
    ...comparisons,
    ...(await evaluationDocuments(ctx, promotion, new Set(decisions.map((row) => row.subjectDigest)))),
    ...decisions.flatMap((row, i) => [
      document(`decision-${i + 1}/signature.json`, row.signature),
      ...(row.assertion ? [document(`decision-${i + 1}/assertion.json`, row.assertion)] : []),
    ]),
  ];
}
