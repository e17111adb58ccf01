import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type DesiredState, rolloutEvents, rollouts, servingPeriods, targetCommands, targets } from "@/db/schema";
import { type Actor, actorName, type Context } from "@/lib/context";
import { conflict, type DomainError, preconditionFailed } from "@/lib/errors";
import type { LoadedRollout } from "./lock-rollout";
import { isTerminal, type Refusal, type Transition } from "./rollout";

export type Applied = { generation: number; lockVersion: number };

/** What a refused event answers: a lost race is CONFLICT, everything else a PRECONDITION_FAILED with the sentence. */
export const refusalError = (refusal: Refusal): DomainError =>
  refusal.code === "stage_changed" || refusal.code === "wrong_state"
    ? conflict(refusal.reason)
    : preconditionFailed(refusal.reason);

/**
 * Writes a decided transition: guarded update of the rollout, new desired state and generation of the target when there
 * is one, command for the target, serving period, and the rollout's own numbered event. All in the caller's transaction.
 */
export async function applyTransition(
  tx: Tx,
  ctx: Context,
  { row, target }: LoadedRollout,
  transition: Transition,
  note: { event: string; cause: string | null },
): Promise<Applied> {
  const at = ctx.now();
  const [moved] = await tx
    .update(rollouts)
    .set({
      state: transition.to,
      stageIndex: transition.stageIndex,
      pauseReason: transition.pauseReason,
      lockVersion: row.lockVersion + 1,
      ...(entersAnew(row.state, transition) ? { stageEnteredAt: at, stageSamples: 0 } : {}),
      ...(isTerminal(transition.to) ? { endedAt: at } : {}),
    })
    .where(
      and(
        eq(rollouts.projectId, row.projectId),
        eq(rollouts.id, row.id),
        eq(rollouts.state, row.state),
        eq(rollouts.lockVersion, row.lockVersion),
      ),
    )
    .returning({ lockVersion: rollouts.lockVersion });
  if (!moved) throw conflict(`Rollout R-${row.number} changed at the same moment. Look again before you decide.`);
  const generation = target.desiredGeneration + (transition.desired ? 1 : 0);
  const change = {
    ...(transition.desired ? { desired: transition.desired, desiredGeneration: generation } : {}),
    ...(transition.newStable !== undefined ? { stableVersionId: transition.newStable, stableSince: at } : {}),
    ...(transition.releasesHold ? { hold: null } : {}),
    ...(transition.hold
      ? {
          hold: {
            reason: note.cause ?? "rolled back",
            by: actorName(ctx.actor),
            at: at.toISOString(),
            causeRolloutId: row.id,
          },
        }
      : {}),
  };
  if (Object.keys(change).length > 0) {
    await tx
      .update(targets)
      .set(change)
      .where(and(eq(targets.projectId, target.projectId), eq(targets.id, target.id)));
  }
  if (transition.desired) await sendToTarget(tx, ctx, target, transition.desired, generation, row.id);
  await tx.insert(rolloutEvents).values({
    projectId: row.projectId,
    rolloutId: row.id,
    seq: row.lockVersion + 1,
    fromState: row.state,
    toState: transition.to,
    stageIndex: transition.stageIndex,
    event: note.event,
    ...eventActor(ctx.actor),
    cause: note.cause,
    generation,
    desired: transition.desired ?? null,
    idempotencyKey: `${transition.rule}:${row.lockVersion + 1}`,
    at,
  });
  return { generation, lockVersion: moved.lockVersion };
}

/** A stage's clock restarts when it is entered, when the target starts to serve it, and when it is resumed. */
function entersAnew(from: LoadedRollout["row"]["state"], { to }: Transition): boolean {
  if (to === "APPLYING" || to === "ROLLING_BACK") return true;
  return to === "OBSERVING" && (from === "APPLYING" || from === "PAUSED");
}

function eventActor(actor: Actor) {
  const actorId = actor.kind === "user" ? actor.userId : actor.kind === "token" ? actor.tokenId : null;
  return {
    actorKind: actor.kind === "token" ? ("target" as const) : actor.kind,
    actorId,
    actorName: actorName(actor),
  };
}

/** Records the command of a generation and closes the serving period before it; a pull target reads it from here. */
export async function sendToTarget(
  tx: Tx,
  ctx: Context,
  target: { projectId: number; id: string },
  desired: DesiredState,
  generation: number,
  rolloutId: string | null,
): Promise<void> {
  const at = ctx.now();
  const here = and(eq(servingPeriods.projectId, target.projectId), eq(servingPeriods.targetId, target.id));
  await tx.insert(targetCommands).values({
    projectId: target.projectId,
    targetId: target.id,
    generation,
    rolloutId,
    payload: desired,
    createdAt: at,
  });
  await tx
    .update(servingPeriods)
    .set({ endedAt: at })
    .where(and(here, isNull(servingPeriods.endedAt)));
  const [last] = await tx
    .select({ seq: sql<number>`coalesce(max(${servingPeriods.seq}), 0)::int` })
    .from(servingPeriods)
    .where(here);
  await tx.insert(servingPeriods).values({
    projectId: target.projectId,
    targetId: target.id,
    seq: (last?.seq ?? 0) + 1,
    desired,
    rolloutId,
    startedAt: at,
  });
}
