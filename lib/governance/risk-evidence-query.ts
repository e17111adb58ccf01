import "server-only";
import { and, desc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { RiskStatus, RiskTier } from "@/db/enums";
import { riskAssessmentRevisions, riskAssessments, riskReviewTriggers, users } from "@/db/schema";
import type { Context } from "@/lib/context";

/** The risk assessment that applies to a version, as a gate reads it. */
export type RiskEvidenceRow = {
  status: RiskStatus;
  revision: number;
  /** Of a version's own assessment the model's: it is never above it, and policies bind by it. */
  tier: RiskTier;
  signedOffAt: string | null;
  validatorName: string | null;
  /** Who signed it off, as a person; null while nobody has. */
  validatorPersonId: string | null;
  validatorIsIndependent: boolean | null;
  reviewDueAt: string | null;
  /** Reasons for an early review that no sign-off has answered. */
  openTriggers: number;
};

type About = { modelId: string; versionId: string; modelTier: RiskTier };

/**
 * The assessment of this version where there is one, else of its model: the revision that is signed off, else the newest. Null
 * when none was begun. `outside` says whether a person is outside the conflict set of what is being decided.
 */
export async function readRiskEvidence(
  ctx: Context,
  db: Reader,
  about: About,
  outside: (personId: string) => boolean | null = () => null,
): Promise<RiskEvidenceRow | null> {
  const rows = await db
    .select({
      assessmentId: riskAssessments.id,
      versionId: riskAssessments.versionId,
      state: riskAssessmentRevisions.state,
      revision: riskAssessmentRevisions.revision,
      tier: riskAssessmentRevisions.tier,
      signedAt: riskAssessmentRevisions.signedAt,
      reviewDue: riskAssessmentRevisions.reviewDue,
      signer: users.name,
      signerPersonId: users.personId,
    })
    .from(riskAssessments)
    .innerJoin(
      riskAssessmentRevisions,
      and(
        eq(riskAssessmentRevisions.projectId, riskAssessments.projectId),
        eq(riskAssessmentRevisions.assessmentId, riskAssessments.id),
      ),
    )
    .leftJoin(users, eq(users.id, riskAssessmentRevisions.signedBy))
    .where(
      and(
        eq(riskAssessments.projectId, ctx.projectId),
        eq(riskAssessments.modelId, about.modelId),
        or(isNull(riskAssessments.versionId), eq(riskAssessments.versionId, about.versionId)),
      ),
    )
    .orderBy(desc(riskAssessmentRevisions.revision));
  const own = rows.filter((row) => row.versionId !== null);
  const candidates = own.length > 0 ? own : rows;
  const chosen = candidates.find((row) => row.state === "signed_off") ?? candidates[0];
  if (!chosen) return null;
  const triggers = await db
    .select({ id: riskReviewTriggers.id })
    .from(riskReviewTriggers)
    .where(
      and(
        eq(riskReviewTriggers.projectId, ctx.projectId),
        inArray(riskReviewTriggers.assessmentId, [...new Set(rows.map((row) => row.assessmentId))]),
        isNull(riskReviewTriggers.answeredBy),
      ),
    );
  return {
    status: chosen.state,
    revision: chosen.revision,
    tier: chosen.versionId !== null || chosen.tier === null ? about.modelTier : chosen.tier,
    signedOffAt: chosen.signedAt?.toISOString() ?? null,
    validatorName: chosen.signer,
    validatorPersonId: chosen.signerPersonId,
    validatorIsIndependent: chosen.signerPersonId === null ? null : outside(chosen.signerPersonId),
    reviewDueAt: chosen.reviewDue === null ? null : `${chosen.reviewDue}T23:59:59.000Z`,
    openTriggers: triggers.length,
  };
}
