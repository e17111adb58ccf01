import "server-only";
import { and, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import {
  breakGlassUses,
  cardReviews,
  cardRevisions,
  findings,
  members,
  policyDraftEditors,
  policyDrafts,
  riskAssessmentAuthors,
  riskAssessmentRevisions,
  users,
} from "@/db/schema";
import { type Permission, permissionRow } from "@/lib/auth/permissions";
import type { LookUp, ToldEvent } from "./look-up";

/** Members whose roles have a permission, without these people. */
export async function withPermission(
  db: Reader,
  projectId: number,
  permission: Permission,
  without: readonly string[] = [],
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ userId: users.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.projectId, projectId),
        inArray(members.role, [...permissionRow(permission).roles]),
        isNull(users.disabledAt),
        without.length > 0 ? notInArray(users.personId, [...without]) : undefined,
      ),
    );
  return rows.map(({ userId }) => userId);
}

async function personsOf(db: Reader, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const rows = await db
    .select({ personId: users.personId })
    .from(users)
    .where(inArray(users.id, [...userIds]));
  return rows.map(({ personId }) => personId);
}

/** Those who may publish a proposed policy: not one who wrote in it. */
const policyCountersigners: LookUp = async (db, { projectId, object }) => {
  const editors = await db
    .select({ personId: policyDraftEditors.personId })
    .from(policyDraftEditors)
    .where(and(eq(policyDraftEditors.projectId, projectId), eq(policyDraftEditors.draftId, object.id)));
  return withPermission(
    db,
    projectId,
    "policy.publish",
    editors.map(({ personId }) => personId),
  );
};

/** Who proposed a policy, by its draft, or by the published version that came from it. */
const policyProposer: LookUp = async (db, { projectId, object, payload }) => {
  const which =
    object.type === "policy_draft"
      ? eq(policyDrafts.id, object.id)
      : eq(policyDrafts.number, Number(payload.draft) || 0);
  const rows = await db
    .select({ proposedBy: policyDrafts.proposedBy, createdBy: policyDrafts.createdBy })
    .from(policyDrafts)
    .where(and(eq(policyDrafts.projectId, projectId), which));
  return rows.map(({ proposedBy, createdBy }) => proposedBy ?? createdBy);
};

const cardAuthorsOf = async (db: Reader, { projectId, object }: ToldEvent): Promise<string[]> =>
  (
    await db
      .selectDistinct({ userId: cardRevisions.editedBy })
      .from(cardRevisions)
      .where(and(eq(cardRevisions.projectId, projectId), eq(cardRevisions.versionId, object.id)))
  ).map(({ userId }) => userId);

const cardReviewers: LookUp = async (db, event) =>
  withPermission(db, event.projectId, "card.approve", await personsOf(db, await cardAuthorsOf(db, event)));

/** Those who wrote a card, and who sent it to review. */
const cardAuthors: LookUp = async (db, event) => {
  const sent = await db
    .selectDistinct({ userId: cardReviews.userId })
    .from(cardReviews)
    .where(
      and(
        eq(cardReviews.projectId, event.projectId),
        eq(cardReviews.versionId, event.object.id),
        eq(cardReviews.kind, "submitted"),
      ),
    );
  return [...(await cardAuthorsOf(db, event)), ...sent.map(({ userId }) => userId)];
};

const riskAuthorsOf = async (db: Reader, { projectId, object }: ToldEvent): Promise<string[]> =>
  (
    await db
      .selectDistinct({ userId: riskAssessmentAuthors.userId })
      .from(riskAssessmentAuthors)
      .where(and(eq(riskAssessmentAuthors.projectId, projectId), eq(riskAssessmentAuthors.assessmentId, object.id)))
  ).map(({ userId }) => userId);

const riskSigners: LookUp = async (db, event) =>
  withPermission(db, event.projectId, "risk.sign_off", await personsOf(db, await riskAuthorsOf(db, event)));

/** Authors and owner of a risk assessment. */
const riskAuthors: LookUp = async (db, event) => {
  const owners = await db
    .selectDistinct({ userId: riskAssessmentRevisions.ownerUserId })
    .from(riskAssessmentRevisions)
    .where(
      and(
        eq(riskAssessmentRevisions.projectId, event.projectId),
        eq(riskAssessmentRevisions.assessmentId, event.object.id),
        isNull(riskAssessmentRevisions.supersededAt),
      ),
    );
  return [...(await riskAuthorsOf(db, event)), ...owners.map(({ userId }) => userId)];
};

const findingRow = async (db: Reader, { projectId, object }: ToldEvent) =>
  (
    await db
      .select({ owner: findings.ownerUserId, raisedBy: findings.raisedBy })
      .from(findings)
      .where(and(eq(findings.projectId, projectId), eq(findings.id, object.id)))
  )[0];

/** Those who may review an emergency: not the person who broke the glass. */
const emergencyReviewers: LookUp = async (db, { projectId, object }) => {
  const used = await db
    .select({ personId: breakGlassUses.personId })
    .from(breakGlassUses)
    .where(and(eq(breakGlassUses.projectId, projectId), eq(breakGlassUses.promotionId, object.id)));
  return withPermission(
    db,
    projectId,
    "promotion.review_emergency",
    used.map(({ personId }) => personId),
  );
};

const emergencyActor: LookUp = async (db, { projectId, object }) =>
  (
    await db
      .select({ userId: breakGlassUses.usedBy })
      .from(breakGlassUses)
      .where(and(eq(breakGlassUses.projectId, projectId), eq(breakGlassUses.promotionId, object.id)))
  ).map(({ userId }) => userId);

/** Owner of the waiver, who answers for its compensating control. */
const waiverOwner: LookUp = async (db, { projectId, payload }) => {
  const rows = await db.execute<{ owner: string }>(
    sql`select owner_user_id as owner from waivers where project_id = ${projectId} and id = ${String(payload.waiverId ?? "")}`,
  );
  return rows.map(({ owner }) => owner);
};

const named = (...fields: string[]): LookUp => {
  return async (_, { payload }) =>
    fields.flatMap((field) => {
      const value = payload[field];
      if (typeof value === "string") return [value];
      return Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [];
    });
};

/** Look-ups of the objects that policies, evidence and people brought. */
export const governanceAudiences = {
  "policy countersigners": policyCountersigners,
  "policy proposer": policyProposer,
  "card reviewers": cardReviewers,
  "card authors": cardAuthors,
  "risk signers": riskSigners,
  "risk authors": riskAuthors,
  "finding owner": async (db, event) => [(await findingRow(db, event))?.owner],
  "finding raiser": async (db, event) => [(await findingRow(db, event))?.raisedBy],
  "emergency reviewers": emergencyReviewers,
  "emergency actor": emergencyActor,
  "waiver owner": waiverOwner,
  "access reviewers": (db, { projectId }) => withPermission(db, projectId, "access.review"),
  delegate: named("delegateId"),
  delegator: named("delegatorId"),
  mentioned: named("mentions"),
} as const satisfies Record<string, LookUp>;

export type GovernanceAudience = keyof typeof governanceAudiences;
