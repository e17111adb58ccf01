import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { Role } from "@/db/enums";
import {
  comments,
  members,
  models,
  promotionDecisions,
  promotions,
  rollbackTriggers,
  rollouts,
  targets,
} from "@/db/schema";
import { listUndecidedApprovers } from "@/lib/promotions/approvers-query";
import { isClosed } from "@/lib/promotions/promotion-state";
import { governanceAudiences } from "./governance-audiences";
import type { LookUp, ToldEvent } from "./look-up";
import type { Audience } from "./rules";

const withRole =
  (role: Role): LookUp =>
  async (db, { projectId }) => {
    const where = and(eq(members.projectId, projectId), eq(members.role, role));
    return (await db.select({ userId: members.userId }).from(members).where(where)).map(({ userId }) => userId);
  };

async function promotionOf(db: Reader, { projectId, object }: ToldEvent) {
  if (object.type !== "promotion") return null;
  const where = and(eq(promotions.projectId, projectId), eq(promotions.id, object.id));
  return (await db.select().from(promotions).where(where))[0] ?? null;
}

const requester: LookUp = async (db, event) => [(await promotionOf(db, event))?.requestedBy];

const approvers: LookUp = async (db, event) => {
  const promotion = await promotionOf(db, event);
  return promotion ? listUndecidedApprovers(db, promotion) : [];
};

/** Everybody who has decided on a promotion, whatever became of the decision. */
const deciders: LookUp = async (db, { projectId, object }) => {
  const where = and(eq(promotionDecisions.projectId, projectId), eq(promotionDecisions.promotionId, object.id));
  return (await db.selectDistinct({ userId: promotionDecisions.userId }).from(promotionDecisions).where(where)).map(
    ({ userId }) => userId,
  );
};

const overriddenDecider: LookUp = async (db, { projectId, payload }) => {
  const id = typeof payload.decisionId === "string" ? payload.decisionId : "";
  const where = and(eq(promotionDecisions.projectId, projectId), eq(promotionDecisions.id, id));
  return (await db.select({ userId: promotionDecisions.userId }).from(promotionDecisions).where(where)).map(
    ({ userId }) => userId,
  );
};

const whoeverActsNext: LookUp = async (db, event) => {
  const promotion = await promotionOf(db, event);
  if (!promotion) return [];
  switch (promotion.state) {
    case "awaiting_approval":
      return listUndecidedApprovers(db, promotion);
    case "approved":
      return withRole("operator")(db, event);
    default:
      return isClosed(promotion.state) ? [] : [promotion.requestedBy];
  }
};

/** Owners named by the plans: of the way back, and of what takes a rollout back. */
const wayBack: LookUp = async (db, { projectId, object }) => {
  const [row] = await db
    .select({
      owner: sql<string | null>`${promotions.rollbackPlan} ->> 'ownerUserId'`,
      triggers: sql<string[]>`array(select t ->> 'ownerUserId' from jsonb_array_elements(case
        when jsonb_typeof(${promotions.rolloutPlan} -> 'triggers') = 'array' then ${promotions.rolloutPlan} -> 'triggers'
        else '[]'::jsonb end) t)`,
    })
    .from(promotions)
    .where(and(eq(promotions.projectId, projectId), eq(promotions.id, object.id)));
  return row ? [row.owner, ...row.triggers] : [];
};

const modelOwner: LookUp = async (db, { projectId, object }) => {
  const own = and(eq(models.projectId, projectId), eq(models.id, object.id));
  if (object.type === "model")
    return (await db.select({ id: models.ownerUserId }).from(models).where(own)).map(({ id }) => id);
  const rows = await db
    .select({ id: models.ownerUserId })
    .from(promotions)
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .where(and(eq(promotions.projectId, projectId), eq(promotions.id, object.id)));
  return rows.map(({ id }) => id);
};

/** Requester, deciders and all who have written about a promotion. */
const discussion: LookUp = async (db, event) => {
  const where = and(eq(comments.projectId, event.projectId), eq(comments.promotionId, event.object.id));
  const wrote = await db.selectDistinct({ userId: comments.userId }).from(comments).where(where);
  return [...(await requester(db, event)), ...(await deciders(db, event)), ...wrote.map(({ userId }) => userId)];
};

/** Who asked for the promotion, who started the rollout, who answers for its triggers, and who owns the model. */
const rolloutPeople: LookUp = async (db, { projectId, object }) => {
  const [row] = await db
    .select({ startedBy: rollouts.startedBy, requestedBy: promotions.requestedBy, owner: models.ownerUserId })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .innerJoin(models, and(eq(models.projectId, targets.projectId), eq(models.id, targets.modelId)))
    .leftJoin(promotions, and(eq(promotions.projectId, rollouts.projectId), eq(promotions.id, rollouts.promotionId)))
    .where(and(eq(rollouts.projectId, projectId), eq(rollouts.id, object.id)));
  const triggers = await db
    .selectDistinct({ userId: rollbackTriggers.ownerUserId })
    .from(rollbackTriggers)
    .where(and(eq(rollbackTriggers.projectId, projectId), eq(rollbackTriggers.rolloutId, object.id)));
  return [row?.requestedBy, row?.startedBy, row?.owner, ...triggers.map(({ userId }) => userId)];
};

/** How each audience is found. People who have left, and the actor, are taken out afterwards. */
export const audiences: Record<Audience, LookUp> = {
  requester,
  approvers,
  deciders,
  "overridden decider": overriddenDecider,
  "whoever acts next": whoeverActsNext,
  "way back": wayBack,
  "model owner": modelOwner,
  discussion,
  "rollout people": rolloutPeople,
  operators: withRole("operator"),
  "risk officers": withRole("risk_officer"),
  administrators: withRole("admin"),
  asked: async (_, { payload }) => [typeof payload.askedId === "string" ? payload.askedId : null],
  ...governanceAudiences,
  subject: async (_, { payload }) => [typeof payload.userId === "string" ? payload.userId : null],
};
