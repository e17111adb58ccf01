import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { breakGlassUses, findings, policyDraftEditors, policyDrafts, promotionConflicts } from "@/db/schema";
import { documentAudiences } from "./document-audiences";
import type { LookUp, ToldEvent } from "./look-up";
import { withPermission } from "./with-permission";

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

const findingRow = async (db: Reader, { projectId, object }: ToldEvent) =>
  (
    await db
      .select({ owner: findings.ownerUserId, raisedBy: findings.raisedBy })
      .from(findings)
      .where(and(eq(findings.projectId, projectId), eq(findings.id, object.id)))
  )[0];

/** Those who may review an emergency: not the person who broke the glass, nor anybody who contributed to what it carried out. */
const emergencyReviewers: LookUp = async (db, { projectId, object }) => {
  const used = await db
    .select({ personId: breakGlassUses.personId })
    .from(breakGlassUses)
    .where(and(eq(breakGlassUses.projectId, projectId), eq(breakGlassUses.promotionId, object.id)));
  const contributed = await db
    .selectDistinct({ personId: promotionConflicts.personId })
    .from(promotionConflicts)
    .where(and(eq(promotionConflicts.projectId, projectId), eq(promotionConflicts.promotionId, object.id)));
  return withPermission(
    db,
    projectId,
    "promotion.review_emergency",
    [...used, ...contributed].map(({ personId }) => personId),
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
  ...documentAudiences,
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
