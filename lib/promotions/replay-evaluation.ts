import "server-only";
import { and, eq } from "drizzle-orm";
import { promotionEvaluations } from "@/db/schema";
import { canonicalDigest, canonicalJson } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { evaluatePolicy } from "@/lib/governance/gates/evaluate-policy";
import { evidenceSchema } from "@/lib/governance/gates/evidence";
import { getPolicyVersion } from "@/lib/governance/queries";

export type Replay = {
  evidenceDigestHolds: boolean;
  resultsDigestHolds: boolean;
  subjectDigestHolds: boolean;
  same: boolean;
};

/** Evaluates stored evidence again under the stored policy version and compares, byte for byte. Throws NOT_FOUND. */
export async function replayEvaluation(ctx: Context, promotionId: string, evaluation: number): Promise<Replay> {
  const [stored] = await ctx.db
    .select()
    .from(promotionEvaluations)
    .where(
      and(
        eq(promotionEvaluations.projectId, ctx.projectId),
        eq(promotionEvaluations.promotionId, promotionId),
        eq(promotionEvaluations.evaluation, evaluation),
      ),
    );
  if (!stored) throw notFound(`Evaluation ${evaluation} of promotion ${promotionId}`);
  const { policy } = await getPolicyVersion(ctx, stored.policyVersionId);
  const again = evaluatePolicy(policy, evidenceSchema.parse(stored.evidence));
  return {
    evidenceDigestHolds: canonicalDigest(stored.evidence) === stored.evidenceDigest,
    resultsDigestHolds: canonicalDigest(stored.results) === stored.resultsDigest,
    subjectDigestHolds: canonicalDigest(stored.subject) === stored.subjectDigest,
    same: canonicalJson(again) === canonicalJson(stored.results),
  };
}
