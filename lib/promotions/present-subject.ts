import "server-only";
import type { Reader } from "@/db/client";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { evaluatePolicy, type PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import type { Evidence } from "@/lib/governance/gates/evidence";
import {
  findApplicablePolicy,
  getPolicyVersion,
  type PublishedPolicy,
  resolveApplicablePolicy,
} from "@/lib/governance/queries";
import { getVersion } from "@/lib/models/queries";
import { getVersionContent } from "@/lib/models/version-content-query";
import { versionDigest } from "@/lib/models/version-digest";
import { collectEvidence } from "./collect-evidence";
import { type ConflictFacts, conflictSet } from "./conflict-set";
import type { LoadedPromotion } from "./load-promotion";
import { buildSubject, type Subject, type SubjectParts, subjectDigest } from "./subject";

/** What would be signed now: evidence, gate results and the subject that binds them. */
export type Present = {
  policy: PublishedPolicy;
  evidence: Evidence;
  evaluation: PolicyEvaluation;
  subject: Subject;
  digest: string;
};

/**
 * Evaluates a promotion on the facts as they are now, writing nothing. PRECONDITION_FAILED when no policy applies, unless it is
 * only to be shown: then under the policy version it was last evaluated with.
 */
export async function readPresent(
  ctx: Context,
  db: Reader,
  loaded: LoadedPromotion,
  at: Date,
  purpose: "decide" | "show",
  contributions: Promise<ConflictFacts>,
): Promise<Present> {
  const { promotion, version, model } = loaded;
  const place = { model: model.name, tier: model.riskTier, environment: promotion.environment };
  const policy =
    purpose === "decide"
      ? await findApplicablePolicy(ctx, place, db)
      : ((await resolveApplicablePolicy(ctx, place, db)).chosen ??
        (await getPolicyVersion(ctx, promotion.policyVersionId, db)));
  if (!policy) {
    throw preconditionFailed(
      `No policy applies to ${model.riskTier} risk in ${promotion.environment}. A risk officer publishes one before anything can be promoted there.`,
    );
  }
  const conflicted = new Set(conflictSet(await contributions).map(({ personId }) => personId));
  const outside = (personId: string) => !conflicted.has(personId);
  // What the version is now, not what it was registered as: content that was logged later makes it another subject.
  const [evidence, { content }] = await Promise.all([
    collectEvidence(ctx, db, promotion, at, policy.policy.gates, outside),
    getVersionContent(db, ctx.projectId, version.runId, version),
  ]);
  const evaluation = evaluatePolicy(policy.policy, evidence);
  const live = evidence.live ? (await getVersion(ctx, evidence.live.versionId, db)).version : null;
  const subject = buildSubject(
    {
      version: { id: version.id, digest: versionDigest(content) },
      axes: evidence.candidate.axes,
      environment: promotion.environment,
      target: promotion.targetId,
      live: live && { id: live.id, digest: live.digest },
      metrics: evidence.candidate.metrics,
      slices: evidence.candidate.slices,
      contract: (content.signature ?? null) as SubjectParts["contract"],
      cardRevision: version.cardRevision,
      risk: { tier: model.riskTier, revision: model.riskRevision },
      rolloutPlan: promotion.rolloutPlan as SubjectParts["rolloutPlan"],
      rollbackPlan: promotion.rollbackPlan as SubjectParts["rollbackPlan"],
      policy: { versionId: policy.policyVersionId, digest: policy.digest },
      comparisons: evidence.comparisons,
      results: evaluation.results,
    },
    canonicalDigest,
  );
  return { policy, evidence, evaluation, subject, digest: subjectDigest(subject, canonicalDigest) };
}
