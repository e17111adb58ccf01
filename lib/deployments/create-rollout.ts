import "server-only";
import type { Tx } from "@/db/client";
import type { RolloutKind } from "@/db/enums";
import { rollbackTriggers, rollouts, type TargetRow } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { nextNumber } from "@/lib/next-number";
import type { RolloutPlan } from "@/lib/promotions/rollout-plan";
import { stageLabel } from "@/lib/promotions/rollout-plan";
import { applyTransition, refusalError } from "./apply-transition";
import { findRunningRollout, lockRollout } from "./lock-rollout";
import { decide } from "./rollout";

export type NewRollout = {
  target: TargetRow;
  kind: RolloutKind;
  toVersionId: string;
  plan: RolloutPlan;
  promotion: { id: string; number: number } | null;
  parentRolloutId: string | null;
  releaseHold: boolean;
  cause: string | null;
};

/**
 * Creates a rollout on a locked target and starts it (T1 to T3 of the table: the promotion was its approval). The plan is
 * copied and digested, so that it cannot change in flight. Throws CONFLICT when another one is under way.
 */
export async function createRollout(
  tx: Tx,
  ctx: Context,
  input: NewRollout,
): Promise<{ rolloutId: string; number: number }> {
  const { target, plan } = input;
  const running = await findRunningRollout(tx, ctx, target);
  if (running) throw conflict(`Rollout R-${running.row.number} is under way on ${target.name}; only one can be.`);
  if (target.hold && !input.releaseHold) {
    throw preconditionFailed(
      `${target.name} is held after a rollback (${target.hold.reason}). Release the hold first.`,
    );
  }
  const number = await nextNumber(tx, ctx.projectId, "rollout");
  const rolloutId = ctx.newId();
  const planDigest = canonicalDigest(plan);
  await tx.insert(rollouts).values({
    projectId: ctx.projectId,
    id: rolloutId,
    number,
    targetId: target.id,
    kind: input.kind,
    promotionId: input.promotion?.id ?? null,
    fromVersionId: target.stableVersionId,
    toVersionId: input.toVersionId,
    planSnapshot: plan,
    planDigest,
    state: "QUEUED",
    stageEnteredAt: ctx.now(),
    parentRolloutId: input.parentRolloutId,
    startedBy: ctx.actor.kind === "user" ? ctx.actor.userId : null,
    createdAt: ctx.now(),
  });
  await tx.insert(rollbackTriggers).values(
    plan.triggers.map((trigger, position) => ({
      projectId: ctx.projectId,
      rolloutId,
      position,
      ...trigger,
    })),
  );
  const loaded = await lockRollout(tx, ctx, number);
  await appendAudit(tx, ctx, {
    action: "rollout.created",
    objectType: "rollout",
    objectId: rolloutId,
    objectDigest: planDigest,
    payload: {
      ...loaded.names,
      kind: input.kind,
      promotion: input.promotion?.number ?? null,
      planDigest,
    },
    reason: input.cause ?? undefined,
  });
  const started = decide(loaded.status, { type: "start", releaseHold: input.releaseHold }, loaded.facts);
  if (!started.ok) throw refusalError(started);
  const { generation } = await applyTransition(tx, ctx, loaded, started, {
    event: "started",
    cause: input.cause,
  });
  const first = plan.stages[0];
  await appendAudit(tx, ctx, {
    action: "rollout.started",
    objectType: "rollout",
    objectId: rolloutId,
    payload: {
      ...loaded.names,
      stage: 0,
      stageKind: first?.kind ?? "full",
      weight: first?.weight ?? 100,
      generation,
    },
  });
  return { rolloutId, number };
}

/** How a stage is named in events: "5 %", "shadow". */
export const stageOf = (plan: RolloutPlan, index: number): string => {
  const stage = plan.stages[index];
  return stage ? stageLabel(stage) : `stage ${index + 1}`;
};
