import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import {
  models,
  promotionDecisions,
  promotions,
  rollbackTriggers,
  rolloutEvents,
  rollouts,
  targetCommands,
  targets,
  users,
} from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, deadlineNow } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { rolloutPlanSchema } from "@/lib/promotions/rollout-plan";
import { isAcknowledged } from "./desired-state";
import { namedVersions } from "./queries";
import { type RolloutFacts, type RolloutStatus, stageWaitsFor } from "./rollout";
import { stageRail } from "./stage-rail";

export type RolloutPage = Awaited<ReturnType<typeof getRolloutPage>>;

/** Everything the rollout page shows, as one consistent picture. Throws NOT_FOUND. */
export async function getRolloutPage(ctx: Context, number: number) {
  authorize(ctx, "project.view");
  const [found] = await ctx.db
    .select({ rollout: rollouts, target: targets, model: models })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .innerJoin(models, and(eq(models.projectId, targets.projectId), eq(models.id, targets.modelId)))
    .where(and(eq(rollouts.projectId, ctx.projectId), eq(rollouts.number, number)));
  if (!found) throw notFound(`Rollout R-${number}`);
  const { rollout, target, model } = found;
  const plan = rolloutPlanSchema.parse(rollout.planSnapshot);
  const mine = (table: typeof rolloutEvents | typeof rollbackTriggers) =>
    and(eq(table.projectId, ctx.projectId), eq(table.rolloutId, rollout.id));
  const [events, triggers, versions, approval, commands, now] = await Promise.all([
    ctx.db.select().from(rolloutEvents).where(mine(rolloutEvents)).orderBy(asc(rolloutEvents.seq)),
    ctx.db
      .select({
        condition: rollbackTriggers.condition,
        mode: rollbackTriggers.mode,
        armedFromStage: rollbackTriggers.armedFromStage,
        owner: users.name,
      })
      .from(rollbackTriggers)
      .leftJoin(users, eq(users.id, rollbackTriggers.ownerUserId))
      .where(mine(rollbackTriggers))
      .orderBy(asc(rollbackTriggers.position)),
    namedVersions(ctx, [rollout.fromVersionId, rollout.toVersionId]),
    approvalOf(ctx, rollout.promotionId),
    ctx.db
      .select({ generation: targetCommands.generation })
      .from(targetCommands)
      .where(
        and(
          eq(targetCommands.projectId, ctx.projectId),
          eq(targetCommands.targetId, target.id),
          eq(targetCommands.rolloutId, rollout.id),
        ),
      )
      .limit(1),
    ctx.db.transaction((tx) => deadlineNow(tx, ctx)),
  ]);
  const [owner] = model.ownerUserId
    ? await ctx.db
        .select({ name: users.name })
        .from(users)
        .where(inArray(users.id, [model.ownerUserId]))
    : [];
  const status: RolloutStatus = { ...rollout, plan };
  const facts: RolloutFacts = {
    now: now.getTime(),
    stageEnteredAt: rollout.stageEnteredAt.getTime(),
    commandSent: commands.length > 0,
    acknowledged: isAcknowledged(target),
    targetHeld: target.hold !== null,
    otherRolloutRunning: false,
    samples: rollout.stageSamples,
    verdicts: {},
    baselineHealthy: true,
  };
  return {
    rollout,
    target,
    model: {
      name: model.name,
      riskTier: model.riskTier,
      owner: owner?.name ?? null,
    },
    plan,
    rail: stageRail(plan, rollout.state, rollout.stageIndex),
    status,
    facts,
    waitsFor: rollout.state === "OBSERVING" ? stageWaitsFor(status, facts) : [],
    events,
    triggers,
    from: versions.get(rollout.fromVersionId ?? "") ?? null,
    to: versions.get(rollout.toVersionId) ?? null,
    approval,
    now,
  };
}

async function approvalOf(ctx: Context, promotionId: string | null) {
  if (!promotionId) return null;
  const rows = await ctx.db
    .select({
      number: promotions.number,
      signature: promotionDecisions.signature,
    })
    .from(promotions)
    .leftJoin(
      promotionDecisions,
      and(
        eq(promotionDecisions.projectId, promotions.projectId),
        eq(promotionDecisions.promotionId, promotions.id),
        eq(promotionDecisions.kind, "approve"),
        eq(promotionDecisions.state, "valid"),
      ),
    )
    .where(and(eq(promotions.projectId, ctx.projectId), eq(promotions.id, promotionId)))
    .orderBy(asc(promotionDecisions.decidedAt));
  const [first] = rows;
  if (!first) return null;
  return {
    promotion: first.number,
    approvers: rows.flatMap((r) => (r.signature ? [r.signature.printedName] : [])),
  };
}
