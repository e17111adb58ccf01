import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { rollouts, type TargetRow, targetCommands, targets } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { applyTransition } from "../apply-transition";
import { servesAsAsked } from "../desired-state";
import { findRunningRollout, type LoadedRollout, lockTarget } from "../lock-rollout";
import { decide } from "../rollout";
import { acknowledgeInput } from "../schemas";

export type Acknowledged = {
  generation: number;
  desiredGeneration: number;
  current: boolean;
  state: string | null;
};

/**
 * A target says which generation it serves (T4, T13, T15). An old generation is recorded as observed and changes nothing;
 * a newer one than was ever asked for is a CONFLICT. Repeating a report is safe.
 */
export async function acknowledgeTarget(ctx: Context, raw: unknown): Promise<Acknowledged> {
  authorize(ctx, "target.acknowledge");
  const input = acknowledgeInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const target = await lockTarget(tx, ctx, { name: input.target });
    if (input.generation > target.desiredGeneration) {
      throw conflict(
        `generation: ${input.generation} was never asked of ${target.name}; the newest is ${target.desiredGeneration}.`,
      );
    }
    const running = await findRunningRollout(tx, ctx, target);
    const observed = {
      ...(await payloadOf(tx, target, input.generation)),
      ...(input.weight === undefined ? {} : { weight: input.weight }),
    };
    const current = input.generation === target.desiredGeneration && servesAsAsked(observed, target.desired);
    if (input.generation >= target.observedGeneration) {
      await tx
        .update(targets)
        .set({
          observed,
          observedGeneration: input.generation,
          observedAt: ctx.now(),
        })
        .where(and(eq(targets.projectId, target.projectId), eq(targets.id, target.id)));
    }
    const answer = {
      generation: input.generation,
      desiredGeneration: target.desiredGeneration,
      current,
    };
    if (!current || !running) return { ...answer, state: running?.status.state ?? null };
    if (input.samples !== undefined) await countSamples(tx, running, input.samples);
    const state = await confirm(tx, ctx, running);
    return { ...answer, state };
  });
}

async function payloadOf(tx: Tx, target: TargetRow, generation: number) {
  const [command] = await tx
    .select({ payload: targetCommands.payload })
    .from(targetCommands)
    .where(
      and(
        eq(targetCommands.projectId, target.projectId),
        eq(targetCommands.targetId, target.id),
        eq(targetCommands.generation, generation),
      ),
    );
  return command?.payload ?? target.desired;
}

async function countSamples(tx: Tx, { row }: LoadedRollout, samples: number): Promise<void> {
  await tx
    .update(rollouts)
    .set({ stageSamples: sql`greatest(${rollouts.stageSamples}, ${samples})` })
    .where(and(eq(rollouts.projectId, row.projectId), eq(rollouts.id, row.id)));
}

/** Moves a rollout that waited for this confirmation; a repeated report finds nothing to move. */
async function confirm(tx: Tx, ctx: Context, running: LoadedRollout): Promise<string> {
  const { status, names, row, target } = running;
  const transition = decide(status, { type: "acknowledge" }, { ...running.facts, acknowledged: true });
  if (!transition.ok) return status.state;
  const by = ctx.actor.kind === "user" ? "confirmed by hand" : null;
  await applyTransition(tx, ctx, running, transition, {
    event: "acknowledge",
    cause: by,
  });
  const generation = target.desiredGeneration;
  await tx
    .update(targetCommands)
    .set({ acknowledgedAt: ctx.now() })
    .where(
      and(
        eq(targetCommands.projectId, target.projectId),
        eq(targetCommands.targetId, target.id),
        eq(targetCommands.generation, generation),
      ),
    );
  const about = { objectType: "rollout", objectId: row.id } as const;
  if (transition.to === "ROLLED_BACK") {
    await appendAudit(tx, ctx, {
      action: "rollout.rolled_back",
      ...about,
      payload: { ...names, generation },
    });
  } else {
    const stage = status.plan.stages[transition.stageIndex];
    await appendAudit(tx, ctx, {
      action: "rollout.applied",
      ...about,
      payload: {
        ...names,
        stage: transition.stageIndex,
        stageKind: stage?.kind ?? "full",
        weight: stage?.weight ?? 100,
        generation,
      },
    });
  }
  return transition.to;
}
