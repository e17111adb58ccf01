import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { RiskTier } from "@/db/enums";
import { models, riskAssessmentRevisions, riskReviewTriggers, riskRevisions } from "@/db/schema";
import type { AssessmentSignature } from "@/db/schema/risk";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { assertFreshSignIn, assertSigner } from "@/lib/auth/fresh-sign-in";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { DomainError, forbidden, preconditionFailed } from "@/lib/errors";
import { reevaluatePromotions } from "../reevaluate-promotions";
import { riskScore, tiersOf } from "../risk/assessment";
import {
  type AssessmentSubject,
  assessmentName,
  getRevision,
  lockAssessment,
  readAuthors,
  readPersons,
  writeRevision,
} from "../risk/load-assessment";
import { type SignOffAssessmentInput, signOffAssessmentInput } from "../risk/schemas";
import {
  lowersTier,
  signOffRefusals,
  signOffRole,
  signOffStatement,
  signsHighRisk,
  validatorRefusal,
} from "../risk/sign-off";
import { readSignOffConflicts } from "../risk/sign-off-query";
import { assertTierFits } from "./submit-assessment";

type Revision = Awaited<ReturnType<typeof getRevision>>;

/**
 * Signs a submitted revision off, by somebody outside its conflict set. It supersedes the one before and answers its review
 * triggers; the assessment of a model sets the model's tier. Refusals are on record.
 */
export async function signOffAssessment(
  ctx: UserContext,
  raw: SignOffAssessmentInput,
): Promise<{ revision: number; tier: RiskTier }> {
  authorize(ctx, "risk.sign_off");
  const input = signOffAssessmentInput.parse(raw);
  try {
    return await withTransaction(ctx, async (tx) => {
      const subject = await lockAssessment(tx, ctx, input.assessmentId);
      const row = await getRevision(tx, ctx, input.assessmentId, input.revision);
      await assertMaySign(tx, ctx, subject, row, input.bodyDigest);
      assertSigner(ctx, input.signer);
      if (signsHighRisk(subject.model.riskTier, tiersOf(row.body).tier))
        assertFreshSignIn(ctx, "signing off an assessment of high risk");
      return sign(tx, ctx, subject, row, input.bodyDigest);
    });
  } catch (caught) {
    const error = sqlState(caught) === "CS009" ? forbidden(movedMeanwhile) : caught;
    if (error instanceof DomainError && error.code !== "NOT_FOUND") await recordRefusal(ctx, input, error);
    throw error;
  }
}

/** Who made the model, or what your role is, can change between being read here and being checked by the database. */
const movedMeanwhile = "You may no longer sign this off: your role or the model's versions changed. Reload the page.";

async function assertMaySign(tx: Tx, ctx: UserContext, subject: AssessmentSubject, row: Revision, shown: string) {
  const conflicts = await readSignOffConflicts(tx, ctx, subject, row);
  const persons = await readPersons(tx, [row.validatorUserId, row.ownerUserId]);
  const validator = persons.get(row.validatorUserId ?? "")?.personId ?? null;
  const facts = {
    state: row.state,
    conflicts,
    lowersTier: lowersTier(subject.assessment.versionId === null, subject.model.riskTier, tiersOf(row.body).tier),
    bodyDigest: canonicalDigest(row.body),
    shownDigest: shown,
  };
  const [refusal] = signOffRefusals(facts, ctx.actor);
  if (refusal) {
    const isTheirs = conflicts.some((entry) => entry.personId === ctx.actor.personId);
    throw isTheirs && row.state === "submitted" ? forbidden(refusal) : preconditionFailed(refusal);
  }
  const authors = await readAuthors(tx, ctx, row.assessmentId, row.revision);
  const owner = persons.get(row.ownerUserId ?? "")?.personId ?? null;
  const unfit = validator
    ? validatorRefusal(
        validator,
        owner,
        authors.map((author) => author.personId),
      )
    : "The validator has no account any more; send the assessment back and have another one named";
  if (unfit) throw preconditionFailed(`${unfit}.`);
}

async function sign(tx: Tx, ctx: UserContext, subject: AssessmentSubject, row: Revision, bodyDigest: string) {
  const { tier } = tiersOf(row.body);
  const residual = riskScore(row.body.residual);
  const role = signOffRole(ctx.actor.roles);
  if (!tier || !role || residual === null || row.reviewDue === null)
    throw preconditionFailed("The assessment is not complete. Send it back.");
  assertTierFits(subject, tier);
  const signature: AssessmentSignature = {
    printedName: ctx.actor.name,
    role,
    meaning: "approval",
    statement: signOffStatement({ ...assessmentName(subject, row.revision), tier, residual }),
    bodyDigest,
    signedAt: ctx.now().toISOString(),
    authTime: ctx.actor.authTime.toISOString(),
    authMethod: ctx.actor.authMethod,
  };
  await supersede(tx, ctx, row);
  await writeRevision(tx, ctx, row, {
    state: "signed_off",
    signedBy: ctx.actor.userId,
    signedAt: ctx.now(),
    signature,
  });
  await tx
    .update(riskReviewTriggers)
    .set({ answeredBy: row.revision })
    .where(
      and(
        eq(riskReviewTriggers.projectId, ctx.projectId),
        eq(riskReviewTriggers.assessmentId, row.assessmentId),
        isNull(riskReviewTriggers.answeredBy),
      ),
    );
  const isOfModel = subject.assessment.versionId === null;
  await addRiskRevision(tx, ctx, subject, row, isOfModel ? tier : subject.model.riskTier);
  await appendAudit(tx, ctx, {
    action: "assessment.signed_off",
    objectType: "risk_assessment",
    objectId: row.assessmentId,
    objectDigest: bodyDigest,
    payload: {
      ...assessmentName(subject, row.revision),
      tier,
      fromTier: subject.model.riskTier,
      role,
      residual,
      reviewDue: row.reviewDue,
    },
  });
  await reevaluatePromotions(tx, ctx, subject.assessment);
  return { revision: row.revision, tier };
}

async function supersede(tx: Tx, ctx: UserContext, { assessmentId }: Revision): Promise<void> {
  await tx
    .update(riskAssessmentRevisions)
    .set({
      state: "superseded",
      supersededAt: ctx.now(),
      lockVersion: sql`${riskAssessmentRevisions.lockVersion} + 1`,
    })
    .where(
      and(
        eq(riskAssessmentRevisions.projectId, ctx.projectId),
        eq(riskAssessmentRevisions.assessmentId, assessmentId),
        eq(riskAssessmentRevisions.state, "signed_off"),
      ),
    );
}

/** The one way a model's tier changes after it was created: a signed-off assessment. Subjects of promotions hold the revision. */
async function addRiskRevision(tx: Tx, ctx: UserContext, subject: AssessmentSubject, row: Revision, tier: RiskTier) {
  const { model, version } = subject;
  const [updated] = await tx
    .update(models)
    .set({ riskTier: tier, riskRevision: sql`${models.riskRevision} + 1` })
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, model.id)))
    .returning({ revision: models.riskRevision });
  const about = version === null ? "Risk assessment" : `Risk assessment of version ${version}`;
  await tx.insert(riskRevisions).values({
    projectId: ctx.projectId,
    modelId: model.id,
    revision: updated?.revision ?? model.riskRevision + 1,
    tier,
    reason: `${about}, revision ${row.revision}, signed off by ${ctx.actor.name}.`,
    editedBy: row.submittedBy ?? ctx.actor.userId,
    editedAt: ctx.now(),
  });
}

async function recordRefusal(ctx: UserContext, input: { assessmentId: string; revision: number }, error: DomainError) {
  await withTransaction(ctx, async (tx) => {
    const subject = await lockAssessment(tx, ctx, input.assessmentId);
    await appendAudit(tx, ctx, {
      action: "assessment.sign_off_refused",
      objectType: "risk_assessment",
      objectId: input.assessmentId,
      payload: { ...assessmentName(subject, input.revision), cause: error.message },
    });
  });
}
