import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { modelVersions, rollouts, type TargetRow } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, invalidInput, preconditionFailed } from "@/lib/errors";
import { type RolloutPlan, rolloutPlanSchema } from "@/lib/promotions/rollout-plan";
import { createRollout } from "../create-rollout";
import { lockTarget } from "../lock-rollout";
import { rollBackToVersionInput } from "../schemas";

/**
 * Goes back from a completed rollout to a version that was completed on this target before (T17): a new rollout of kind
 * `rollback` with one full stage. It needs authority and a reason, no new approval; the version had one.
 */
export async function rollBackToVersion(ctx: Context, raw: unknown): Promise<{ number: number }> {
  authorize(ctx, "rollout.roll_back");
  const input = rollBackToVersionInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const target = await lockTarget(tx, ctx, { name: input.target });
    const version = await findVersion(tx, ctx, target, input.version);
    if (version.id === target.stableVersionId)
      throw conflict(`${target.name} serves version ${version.version} already.`);
    const completed = await completedRollouts(tx, target);
    const before = completed.find((r) => r.toVersionId === version.id);
    if (!before) {
      throw preconditionFailed(
        `Version ${version.version} never completed on ${target.name}; request a promotion instead.`,
      );
    }
    if (version.status !== "active")
      throw preconditionFailed(`Version ${version.version} is ${version.status}; it cannot serve again.`);
    const made = await createRollout(tx, ctx, {
      target,
      kind: "rollback",
      toVersionId: version.id,
      plan: straightBack(rolloutPlanSchema.parse(before.planSnapshot)),
      promotion: null,
      parentRolloutId: completed[0]?.id ?? null,
      releaseHold: true,
      cause: input.reason,
    });
    await appendAudit(tx, ctx, {
      action: "target.rolled_back_to",
      objectType: "target",
      objectId: target.id,
      payload: {
        target: target.name,
        environment: target.environment,
        version: version.version,
        rollout: made.number,
      },
      reason: input.reason,
    });
    return { number: made.number };
  });
}

/** Everything at once, nothing to soak: the version has already proven itself here. */
const straightBack = (plan: RolloutPlan): RolloutPlan => ({
  ...plan,
  stages: [
    {
      kind: "full",
      weight: 100,
      mirrorPercent: 0,
      match: null,
      soakMinutes: 0,
      minSamples: 0,
      gate: false,
    },
  ],
  guardrails: [],
  triggers: plan.triggers.map((trigger) => ({ ...trigger, armedFromStage: 0 })),
});

async function findVersion(tx: Tx, ctx: Context, target: TargetRow, version: number) {
  const [row] = await tx
    .select({
      id: modelVersions.id,
      version: modelVersions.version,
      status: modelVersions.status,
    })
    .from(modelVersions)
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.modelId, target.modelId),
        eq(modelVersions.version, version),
      ),
    );
  if (!row) throw invalidInput("version", `The model on ${target.name} has no version ${version}.`);
  return row;
}

const completedRollouts = (tx: Tx, target: TargetRow) =>
  tx
    .select({
      id: rollouts.id,
      toVersionId: rollouts.toVersionId,
      planSnapshot: rollouts.planSnapshot,
    })
    .from(rollouts)
    .where(
      and(eq(rollouts.projectId, target.projectId), eq(rollouts.targetId, target.id), eq(rollouts.state, "COMPLETED")),
    )
    .orderBy(desc(rollouts.endedAt));
