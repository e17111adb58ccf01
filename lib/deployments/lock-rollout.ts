import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { models, modelVersions, type RolloutRow, rollouts, type TargetRow, targetCommands, targets } from "@/db/schema";
import { type Context, deadlineNow } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { type RolloutPlan, rolloutPlanSchema } from "@/lib/promotions/rollout-plan";
import { isAcknowledged } from "./desired-state";
import type { RolloutFacts, RolloutStatus } from "./rollout";

export type LoadedRollout = {
  row: RolloutRow;
  target: TargetRow;
  status: RolloutStatus;
  facts: RolloutFacts;
  /** How audit events name it. */
  names: {
    number: number;
    target: string;
    environment: string;
    model: string;
    fromVersion: number | null;
    toVersion: number;
  };
};

/** The target's row, locked. All writes to a target and its rollouts take this lock first. */
export async function lockTarget(tx: Tx, ctx: Context, target: { id: string } | { name: string }): Promise<TargetRow> {
  const match = "id" in target ? eq(targets.id, target.id) : eq(targets.name, target.name);
  const [row] = await tx
    .select()
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), match))
    .for("update");
  if (!row) throw notFound(`Target ${"id" in target ? target.id : target.name}`);
  return row;
}

/** A rollout by its number with its target, both locked, and what decides its next step. Throws NOT_FOUND. */
export async function lockRollout(tx: Tx, ctx: Context, number: number): Promise<LoadedRollout> {
  const mine = and(eq(rollouts.projectId, ctx.projectId), eq(rollouts.number, number));
  const [found] = await tx.select({ targetId: rollouts.targetId }).from(rollouts).where(mine);
  if (!found) throw notFound(`Rollout R-${number}`);
  const target = await lockTarget(tx, ctx, { id: found.targetId });
  const [row] = await tx.select().from(rollouts).where(mine).for("update");
  if (!row) throw notFound(`Rollout R-${number}`);
  return describeRollout(tx, ctx, row, target);
}

/** The rollout under way on a locked target, or null. */
export async function findRunningRollout(tx: Tx, ctx: Context, target: TargetRow): Promise<LoadedRollout | null> {
  const [row] = await tx
    .select()
    .from(rollouts)
    .where(
      and(
        eq(rollouts.projectId, ctx.projectId),
        eq(rollouts.targetId, target.id),
        sql`${rollouts.state} NOT IN ('COMPLETED', 'ROLLED_BACK', 'CANCELLED', 'SUPERSEDED')`,
      ),
    )
    .for("update");
  return row ? describeRollout(tx, ctx, row, target) : null;
}

async function describeRollout(tx: Tx, ctx: Context, row: RolloutRow, target: TargetRow): Promise<LoadedRollout> {
  const plan: RolloutPlan = rolloutPlanSchema.parse(row.planSnapshot);
  const versions = await tx
    .select({
      id: modelVersions.id,
      version: modelVersions.version,
      model: models.name,
    })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        inArray(modelVersions.id, [row.toVersionId, ...(row.fromVersionId ? [row.fromVersionId] : [])]),
      ),
    );
  const to = versions.find((v) => v.id === row.toVersionId);
  const [sent] = await tx
    .select({ generation: targetCommands.generation })
    .from(targetCommands)
    .where(
      and(
        eq(targetCommands.projectId, ctx.projectId),
        eq(targetCommands.targetId, target.id),
        eq(targetCommands.rolloutId, row.id),
      ),
    )
    .limit(1);
  return {
    row,
    target,
    status: {
      state: row.state,
      stageIndex: row.stageIndex,
      pauseReason: row.pauseReason,
      lockVersion: row.lockVersion,
      kind: row.kind,
      fromVersionId: row.fromVersionId,
      toVersionId: row.toVersionId,
      plan,
    },
    facts: {
      now: (await deadlineNow(tx, ctx)).getTime(),
      stageEnteredAt: row.stageEnteredAt.getTime(),
      commandSent: sent !== undefined,
      acknowledged: isAcknowledged(target),
      targetHeld: target.hold !== null,
      otherRolloutRunning: false,
      samples: row.stageSamples,
      verdicts: {},
      baselineHealthy: true,
    },
    names: {
      number: row.number,
      target: target.name,
      environment: target.environment,
      model: to?.model ?? "",
      fromVersion: versions.find((v) => v.id === row.fromVersionId)?.version ?? null,
      toVersion: to?.version ?? 0,
    },
  };
}
