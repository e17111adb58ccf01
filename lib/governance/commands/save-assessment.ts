import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { models, modelVersions, riskAssessmentAuthors, riskAssessmentRevisions, riskAssessments } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound, preconditionFailed } from "@/lib/errors";
import { type AssessmentBody, assessmentBody, emptyAssessment, tiersOf } from "../risk/assessment";
import { diffBodies } from "../risk/body-diff";
import { assessmentName, lockAssessment, readRevisions, writeRevision } from "../risk/load-assessment";
import { type SaveAssessmentInput, saveAssessmentInput } from "../risk/schemas";

export type SavedAssessment = { assessmentId: string; revision: number; lockVersion: number; changed: string[] };

/**
 * Writes in the draft of a model's or version's assessment; the first text starts revision 1, the first change of a signed
 * assessment the next revision. A tier other than the rule's needs a risk officer.
 */
export async function saveAssessment(ctx: UserContext, raw: SaveAssessmentInput): Promise<SavedAssessment> {
  authorize(ctx, "risk.assess");
  const input = saveAssessmentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const assessmentId = await ensureAssessment(tx, ctx, input.modelId, input.versionId);
    const subject = await lockAssessment(tx, ctx, assessmentId);
    const [newest] = await readRevisions(tx, ctx, assessmentId);
    assertSeen(newest, input.seen);
    if (newest?.state === "submitted")
      throw preconditionFailed(
        `Revision ${newest.revision} is waiting for sign-off. Have it sent back before you change it.`,
      );
    const before = newest ? assessmentBody.parse(newest.body) : emptyAssessment;
    const changed = diffBodies(before, input.body, (userId) => userId).map((change) => change.field);
    if (changed.length === 0 && newest)
      return { assessmentId, revision: newest.revision, lockVersion: newest.lockVersion, changed };
    if (input.body.tierOverride !== null && changed.includes("tierOverride")) authorize(ctx, "model.set_risk_tier");
    const isDraft = newest?.state === "draft";
    const revision = isDraft ? newest.revision : (newest?.revision ?? 0) + 1;
    if (isDraft) await writeRevision(tx, ctx, newest, columnsOf(input.body));
    else
      await tx.insert(riskAssessmentRevisions).values({
        projectId: ctx.projectId,
        assessmentId,
        revision,
        state: "draft",
        ...columnsOf(input.body),
        createdAt: ctx.now(),
      });
    await tx
      .insert(riskAssessmentAuthors)
      .values({ projectId: ctx.projectId, assessmentId, revision, userId: ctx.actor.userId, editedAt: ctx.now() })
      .onConflictDoNothing();
    await appendAudit(tx, ctx, {
      action: "assessment.saved",
      objectType: "risk_assessment",
      objectId: assessmentId,
      payload: { ...assessmentName(subject, revision), fields: changed },
    });
    return { assessmentId, revision, lockVersion: isDraft ? newest.lockVersion + 1 : 0, changed };
  });
}

/** The body, and the parts of it that rules and lists read as columns. */
function columnsOf(body: AssessmentBody) {
  const { computed, tier } = tiersOf(body);
  const { ownerUserId, validatorUserId, reviewDue } = body;
  return { body, computedTier: computed, tier, ownerUserId, validatorUserId, reviewDue };
}

/** Finds the assessment, or makes it; two who start it at once share one. */
async function ensureAssessment(tx: Tx, ctx: UserContext, modelId: string, versionId: string | null): Promise<string> {
  const [model] = await tx
    .select({ id: models.id })
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId)));
  if (!model) throw notFound(`Model ${modelId}`);
  if (versionId !== null) {
    const [version] = await tx
      .select({ modelId: modelVersions.modelId })
      .from(modelVersions)
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)));
    if (version?.modelId !== modelId) throw notFound(`Model version ${versionId}`);
  }
  await tx
    .insert(riskAssessments)
    .values({
      projectId: ctx.projectId,
      id: ctx.newId(),
      modelId,
      versionId,
      createdBy: ctx.actor.userId,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing();
  const [found] = await tx
    .select({ id: riskAssessments.id })
    .from(riskAssessments)
    .where(
      and(
        eq(riskAssessments.projectId, ctx.projectId),
        eq(riskAssessments.modelId, modelId),
        versionId === null ? isNull(riskAssessments.versionId) : eq(riskAssessments.versionId, versionId),
      ),
    );
  if (!found) throw new Error("the assessment was not stored");
  return found.id;
}

type Seen = { revision: number; lockVersion: number };

function assertSeen(newest: Seen | undefined, seen: Seen | null): void {
  if (newest?.revision === seen?.revision && newest?.lockVersion === seen?.lockVersion) return;
  throw conflict(
    "Somebody else wrote in this assessment while you did. Nothing was saved; your text is still here. Reload in another tab to compare.",
    { revision: newest?.revision ?? null, lockVersion: newest?.lockVersion ?? null },
  );
}
