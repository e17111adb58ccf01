import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { policyVersions, promotionEvaluations } from "@/db/schema";
import type { Context } from "@/lib/context";
import { evidenceSchema } from "@/lib/governance/gates/evidence";
import { findPromotion } from "./load-promotion";
import { replayEvaluation } from "./replay-evaluation";

export type EvidencePage = NonNullable<Awaited<ReturnType<typeof findEvidenceDocument>>>;

/** A stored evidence document of a promotion by the number of its evaluation, the last without one; null = there is none. */
export async function findEvidenceDocument(ctx: Context, number: number, evaluation: number | null) {
  const loaded = await findPromotion(ctx, number);
  if (!loaded) return null;
  const ofPromotion = and(
    eq(promotionEvaluations.projectId, ctx.projectId),
    eq(promotionEvaluations.promotionId, loaded.promotion.id),
  );
  const evaluations = await ctx.db
    .select({ evaluation: promotionEvaluations.evaluation, evaluatedAt: promotionEvaluations.evaluatedAt })
    .from(promotionEvaluations)
    .where(ofPromotion)
    .orderBy(desc(promotionEvaluations.evaluation));
  const wanted = evaluation ?? evaluations[0]?.evaluation;
  if (wanted === undefined) return null;
  const [stored] = await ctx.db
    .select({
      evaluation: promotionEvaluations.evaluation,
      evaluatedAt: promotionEvaluations.evaluatedAt,
      evidence: promotionEvaluations.evidence,
      digest: promotionEvaluations.evidenceDigest,
      policyVersionId: promotionEvaluations.policyVersionId,
      policyVersion: policyVersions.version,
    })
    .from(promotionEvaluations)
    .innerJoin(
      policyVersions,
      and(
        eq(policyVersions.projectId, promotionEvaluations.projectId),
        eq(policyVersions.id, promotionEvaluations.policyVersionId),
      ),
    )
    .where(and(ofPromotion, eq(promotionEvaluations.evaluation, wanted)));
  if (!stored) return null;
  return {
    ...loaded,
    stored,
    evaluations,
    evidence: evidenceSchema.parse(stored.evidence),
    replay: await replayEvaluation(ctx, loaded.promotion.id, wanted),
  };
}

/** A whole number from an address, or null when it is none. */
export function readNumber(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
