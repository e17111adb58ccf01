import "server-only";
import { and, eq, gt, lt, lte, max } from "drizzle-orm";
import type { Reader } from "@/db/client";
import {
  cardReviews,
  cardRevisions,
  models,
  riskAssessmentAuthors,
  riskAssessmentRevisions,
  riskAssessments,
  users,
} from "@/db/schema";
import { lowersTier } from "@/lib/governance/risk/sign-off";
import { readSignOffConflicts } from "@/lib/governance/risk/sign-off-query";
import type { LookUp, ToldEvent } from "./look-up";
import { withPermission } from "./with-permission";

const revisionOf = ({ payload }: ToldEvent): number => Number(payload.revision) || 0;

/** Who wrote in a card between the approval before and the revision of the event. */
async function cardWriters(db: Reader, event: ToldEvent) {
  const { projectId, object } = event;
  const ofCard = and(eq(cardReviews.projectId, projectId), eq(cardReviews.versionId, object.id));
  const revision = revisionOf(event);
  const [before] = await db
    .select({ revision: max(cardReviews.revision) })
    .from(cardReviews)
    .where(and(ofCard, eq(cardReviews.kind, "approved"), lt(cardReviews.revision, revision)));
  const after = before?.revision ?? 0;
  const wrote = await db
    .selectDistinct({ userId: users.id, personId: users.personId })
    .from(cardRevisions)
    .innerJoin(users, eq(users.id, cardRevisions.editedBy))
    .where(
      and(
        eq(cardRevisions.projectId, projectId),
        eq(cardRevisions.versionId, object.id),
        gt(cardRevisions.revision, after),
        lte(cardRevisions.revision, revision),
      ),
    );
  return { wrote, since: and(ofCard, gt(cardReviews.revision, after), lte(cardReviews.revision, revision)) };
}

const cardReviewers: LookUp = async (db, event) => {
  const { wrote } = await cardWriters(db, event);
  return withPermission(
    db,
    event.projectId,
    "card.approve",
    wrote.map(({ personId }) => personId),
  );
};

/** Those who wrote a card since the approval before, and who sent it to review. */
const cardAuthors: LookUp = async (db, event) => {
  const { wrote, since } = await cardWriters(db, event);
  const sent = await db
    .selectDistinct({ userId: cardReviews.userId })
    .from(cardReviews)
    .where(and(since, eq(cardReviews.kind, "submitted")));
  return [...wrote, ...sent].map(({ userId }) => userId);
};

/** The revision that an event names, or the one that stands when it names none. */
async function riskRevision(db: Reader, event: ToldEvent) {
  const { projectId, object } = event;
  const named = revisionOf(event);
  const [row] = await db
    .select({ revision: riskAssessmentRevisions, assessment: riskAssessments, model: models })
    .from(riskAssessmentRevisions)
    .innerJoin(
      riskAssessments,
      and(
        eq(riskAssessments.projectId, riskAssessmentRevisions.projectId),
        eq(riskAssessments.id, riskAssessmentRevisions.assessmentId),
      ),
    )
    .innerJoin(models, and(eq(models.projectId, riskAssessments.projectId), eq(models.id, riskAssessments.modelId)))
    .where(
      and(
        eq(riskAssessmentRevisions.projectId, projectId),
        eq(riskAssessmentRevisions.assessmentId, object.id),
        named > 0 ? eq(riskAssessmentRevisions.revision, named) : eq(riskAssessmentRevisions.state, "signed_off"),
      ),
    );
  return row;
}

/** Those who may sign a revision off, by the rule of its sign-off. */
const riskSigners: LookUp = async (db, event) => {
  const row = await riskRevision(db, event);
  if (!row) return [];
  const { assessment, model, revision } = row;
  const conflicts = await readSignOffConflicts(db, event, { assessment, model }, revision);
  const lowers = lowersTier(assessment.versionId === null, model.riskTier, revision.tier);
  return withPermission(
    db,
    event.projectId,
    lowers ? "model.set_risk_tier" : "risk.sign_off",
    conflicts.map(({ personId }) => personId),
  );
};

const riskOwner: LookUp = async (db, event) => [(await riskRevision(db, event))?.revision.ownerUserId];

/** Everyone who wrote in a revision of a risk assessment. */
const riskAuthors: LookUp = async (db, event) => {
  const row = await riskRevision(db, event);
  if (!row) return [];
  const { projectId, assessmentId, revision } = row.revision;
  const authors = await db
    .select({ userId: riskAssessmentAuthors.userId })
    .from(riskAssessmentAuthors)
    .where(
      and(
        eq(riskAssessmentAuthors.projectId, projectId),
        eq(riskAssessmentAuthors.assessmentId, assessmentId),
        eq(riskAssessmentAuthors.revision, revision),
      ),
    );
  return authors.map(({ userId }) => userId);
};

/** Look-ups of model cards and risk assessments. */
export const documentAudiences = {
  "card reviewers": cardReviewers,
  "card authors": cardAuthors,
  "risk signers": riskSigners,
  "risk owner": riskOwner,
  "risk authors": riskAuthors,
} as const satisfies Record<string, LookUp>;
