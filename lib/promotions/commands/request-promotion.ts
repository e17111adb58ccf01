import "server-only";
import { and, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { PromotionState } from "@/db/enums";
import {
  type ModelVersionRow,
  members,
  modelVersions,
  promotionDecisions,
  promotions,
  targets,
  users,
} from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, invalidInput, notFound, preconditionFailed } from "@/lib/errors";
import { findApplicablePolicy } from "@/lib/governance/queries";
import { getVersion } from "@/lib/models/queries";
import { sealIfEnded } from "@/lib/models/seal-pending";
import { getVersionContent } from "@/lib/models/version-content-query";
import { versionDigest } from "@/lib/models/version-digest";
import { whyNotPromotable } from "@/lib/models/version-standing";
import { nextNumber } from "@/lib/next-number";
import { insertComparisons } from "../attach-comparisons";
import { auditName } from "../load-promotion";
import { openStates, stateWords } from "../promotion-state";
import { type RequestPromotionInput, requestPromotionInput } from "../schemas";
import { evaluatePromotion } from "./evaluate-promotion";

export type Requested = { number: number; state: PromotionState };

/**
 * Asks to take a version to a target, and evaluates its gates at once. One open promotion a version and environment: a second
 * click is a CONFLICT that names the first. PRECONDITION_FAILED when no policy applies or the version cannot go there.
 * What a token asks is asked by its owner, who is the requester like anyone else.
 */
export async function requestPromotion(ctx: AccountableContext, raw: RequestPromotionInput): Promise<Requested> {
  authorize(ctx, "promotion.request");
  const input = requestPromotionInput.parse(raw);
  await sealIfEnded(ctx, input.versionId);
  const number = await withTransaction(ctx, async (tx) => {
    const requestedBy = await accountableUser(tx, ctx, "promotion.request");
    const { version, model } = await lockVersion(tx, ctx, input.versionId);
    const target = await readTarget(tx, ctx, input.targetId);
    if (target.modelId !== model.id)
      throw invalidInput("targetId", `${target.name} serves another model; choose a target of ${model.name}`);
    const why = await whyNotYet(tx, ctx, model.name, version);
    if (why) throw preconditionFailed(why);
    if (target.stableVersionId === version.id)
      throw preconditionFailed(`${model.name} ${version.version} serves all traffic of ${target.name} already.`);
    await refuseSecond(tx, ctx, version.id, target.environment);
    await assertMembers(tx, ctx, [
      input.rollbackPlan.ownerUserId,
      ...input.rolloutPlan.triggers.map((t) => t.ownerUserId),
    ]);
    const policy = await findApplicablePolicy(
      ctx,
      { model: model.name, tier: model.riskTier, environment: target.environment },
      tx,
    );
    if (!policy)
      throw preconditionFailed(
        `No policy applies to ${model.riskTier} risk in ${target.environment}. A risk officer publishes one first.`,
      );
    const [promotion] = await tx
      .insert(promotions)
      .values({
        projectId: ctx.projectId,
        id: ctx.newId(),
        number: await nextNumber(tx, ctx.projectId, "promotion"),
        modelId: model.id,
        versionId: version.id,
        environment: target.environment,
        state: "evaluating",
        reason: input.reason,
        rolloutPlan: input.rolloutPlan,
        rollbackPlan: input.rollbackPlan,
        targetId: target.id,
        requestedBy,
        requestedAt: ctx.now(),
        policyVersionId: policy.policyVersionId,
      })
      .returning();
    if (!promotion) throw new Error("the promotion was not stored");
    const attached = await insertComparisons(tx, ctx, promotion.id, input.comparisonIds, requestedBy);
    await appendAudit(tx, ctx, {
      action: "promotion.requested",
      objectType: "promotion",
      objectId: promotion.id,
      reason: input.reason,
      payload: {
        ...auditName({ promotion, version, model }),
        versionId: version.id,
        target: target.name,
        policy: policy.policy.name,
        policyVersion: policy.version,
        rolloutPlanDigest: canonicalDigest(input.rolloutPlan),
        rollbackPlanDigest: canonicalDigest(input.rollbackPlan),
        ...(attached.length > 0 && { comparisons: attached.map(({ name }) => name) }),
      },
    });
    return promotion.number;
  });
  const { state } = await evaluatePromotion(
    { ...ctx, actor: { kind: "system", job: "evaluate-promotion" } },
    { number },
  );
  return { number, state };
}

/** Why a version cannot be promoted as it stands, or as its run has become, or null. */
async function whyNotYet(tx: Tx, ctx: Context, model: string, version: ModelVersionRow): Promise<string | null> {
  const { run, content } = await getVersionContent(tx, ctx.projectId, version.runId, version);
  const name = `${model} ${version.version}`;
  const standing = whyNotPromotable(name, { status: version.status, runStatus: run.status });
  if (standing || versionDigest(content) === version.digest) return standing;
  return `Run ${run.name} changed after ${name} was registered, so it is no longer what the version's digest says. Register the run again; that makes a new version.`;
}

/** Two requests for one version take turns here, so that the second sees the first. */
async function lockVersion(tx: Tx, ctx: Context, versionId: string) {
  await tx
    .select({ id: modelVersions.id })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)))
    .for("update");
  return getVersion(ctx, versionId, tx);
}

async function readTarget(tx: Tx, ctx: Context, targetId: string) {
  const [target] = await tx
    .select()
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.id, targetId)));
  if (!target) throw notFound(`Target ${targetId}`);
  return target;
}

/** Refuses what is asked already, and what was rejected and not cleared: asking again is no way around a rejection. */
async function refuseSecond(tx: Tx, ctx: Context, versionId: string, environment: string): Promise<void> {
  const same = and(
    eq(promotions.projectId, ctx.projectId),
    eq(promotions.versionId, versionId),
    eq(promotions.environment, environment),
  );
  const [open] = await tx
    .select({ number: promotions.number, state: promotions.state })
    .from(promotions)
    .where(and(same, inArray(promotions.state, [...openStates])))
    .limit(1);
  if (open) {
    throw conflict(
      `P-${open.number} already asks for this version in ${environment}; it is ${stateWords[open.state]}.`,
      { number: open.number },
    );
  }
  const [rejected] = await tx
    .select({ number: promotions.number, state: promotions.state, by: users.name })
    .from(promotions)
    .innerJoin(
      promotionDecisions,
      and(eq(promotionDecisions.projectId, promotions.projectId), eq(promotionDecisions.promotionId, promotions.id)),
    )
    .innerJoin(users, eq(users.id, promotionDecisions.userId))
    .where(and(same, eq(promotionDecisions.kind, "reject"), ne(promotionDecisions.state, "cleared")))
    .orderBy(desc(promotions.number))
    .limit(1);
  if (!rejected) return;
  const way =
    rejected.state === "rejected"
      ? `${rejected.by} clears that decision, or you request another version`
      : "request another version";
  throw conflict(`${rejected.by} rejected this version for ${environment} in P-${rejected.number}. To go on, ${way}.`, {
    number: rejected.number,
  });
}

/** Whoever answers for a trigger or the way back has to be a member with a working account. */
async function assertMembers(tx: Tx, ctx: Context, userIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(userIds)];
  const found = await tx
    .selectDistinct({ userId: users.id })
    .from(users)
    .innerJoin(members, and(eq(members.userId, users.id), eq(members.projectId, ctx.projectId)))
    .where(and(inArray(users.id, wanted), isNull(users.disabledAt)));
  if (found.length < wanted.length) {
    throw invalidInput(
      "owner",
      "somebody named in the plans is not a member of this project with a working account; choose another person",
    );
  }
}
