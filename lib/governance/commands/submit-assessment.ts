import "server-only";
import type { Tx } from "@/db/client";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { DomainError, type FieldErrors, invalidInput, preconditionFailed } from "@/lib/errors";
import { assertMember } from "../findings/load-finding";
import { type AssessmentBody, missingForSubmission, riskScore, tiersOf } from "../risk/assessment";
import {
  type AssessmentSubject,
  assessmentName,
  getRevision,
  lockAssessment,
  readAuthors,
  readPersons,
  writeRevision,
} from "../risk/load-assessment";
import { type SubmitAssessmentInput, submitAssessmentInput } from "../risk/schemas";
import { validatorRefusal } from "../risk/sign-off";
import { isStricter } from "../risk/tier-rule";

/** Hands a complete draft over for sign-off; from then on its text stands still. */
export async function submitAssessment(ctx: UserContext, raw: SubmitAssessmentInput): Promise<{ revision: number }> {
  authorize(ctx, "risk.assess");
  const input = submitAssessmentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const subject = await lockAssessment(tx, ctx, input.assessmentId);
    const row = await getRevision(tx, ctx, input.assessmentId, input.revision);
    if (row.state !== "draft")
      throw preconditionFailed(
        `Revision ${row.revision} is ${row.state.replace("_", " ")}; only a draft is submitted.`,
      );
    const { body } = row;
    assertComplete(body);
    await assertPeople(tx, ctx, subject, row.revision, body);
    const { computed, tier } = tiersOf(body);
    const residual = riskScore(body.residual);
    if (!computed || !tier || residual === null) throw invalidInput("exposure", "Choose exposure and purpose");
    assertTierFits(subject, tier);
    await writeRevision(
      tx,
      ctx,
      { ...row, lockVersion: input.lockVersion },
      {
        state: "submitted",
        submittedBy: ctx.actor.userId,
        submittedAt: ctx.now(),
      },
    );
    await appendAudit(tx, ctx, {
      action: "assessment.submitted",
      objectType: "risk_assessment",
      objectId: subject.assessment.id,
      payload: {
        ...assessmentName(subject, row.revision),
        tier,
        computedTier: computed,
        residual,
        validatorUserId: body.validatorUserId ?? "",
      },
    });
    return { revision: row.revision };
  });
}

function assertComplete(body: AssessmentBody): void {
  const missing = missingForSubmission(body);
  if (missing.length === 0) return;
  const fieldErrors: FieldErrors = {};
  for (const { field, message } of missing) fieldErrors[field] = [...(fieldErrors[field] ?? []), message];
  const [first] = missing;
  const rest = missing.length - 1;
  throw new DomainError(
    "INVALID_INPUT",
    `${first?.message}${rest > 0 ? `, and ${rest} more ${rest === 1 ? "field is" : "fields are"} open` : ""}.`,
    { fieldErrors },
  );
}

/** The owner and the validator are members, and the validator is independent of owner and authors. */
async function assertPeople(
  tx: Tx,
  ctx: UserContext,
  { assessment }: AssessmentSubject,
  revision: number,
  { ownerUserId, validatorUserId }: AssessmentBody,
): Promise<void> {
  if (!ownerUserId || !validatorUserId) return;
  await assertMember(tx, ctx, ownerUserId);
  await assertMember(tx, ctx, validatorUserId, "validatorUserId");
  const persons = await readPersons(tx, [ownerUserId, validatorUserId]);
  const authors = await readAuthors(tx, ctx, assessment.id, revision);
  const refusal = validatorRefusal(
    persons.get(validatorUserId)?.personId ?? validatorUserId,
    persons.get(ownerUserId)?.personId ?? null,
    [...authors.map((author) => author.personId), ctx.actor.personId],
  );
  if (refusal) throw invalidInput("validatorUserId", refusal);
}

/** Policies bind by the model's tier, so a version's assessment cannot ask for a stricter one by itself. */
export function assertTierFits({ assessment, model }: AssessmentSubject, tier: Parameters<typeof isStricter>[0]): void {
  if (assessment.versionId === null || !isStricter(tier, model.riskTier)) return;
  throw preconditionFailed(
    `This version comes out at ${tier} risk, above the ${model.riskTier} risk of ${model.name}. Assess the model first: policies bind by its tier.`,
  );
}
