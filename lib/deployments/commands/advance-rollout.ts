import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { applyTransition, refusalError } from "../apply-transition";
import { stageOf } from "../create-rollout";
import { lockRollout } from "../lock-rollout";
import { decide } from "../rollout";
import { advanceRolloutInput } from "../schemas";

export type Advanced = {
  state: string;
  stageIndex: number;
  lockVersion: number;
};

/**
 * Ends the current stage by hand: opens the next one, stops at its gate, opens the gate, or completes the rollout. The
 * stage must have soaked and its guardrails passed; the stage and lock version seen make a second click a CONFLICT.
 */
export async function advanceRollout(ctx: Context, raw: unknown): Promise<Advanced> {
  authorize(ctx, "rollout.advance");
  const { number, ...seen } = advanceRolloutInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockRollout(tx, ctx, number);
    const { status, names, row } = loaded;
    const type = status.state === "GATED" ? "gate_approve" : "stage_pass";
    const transition = decide(status, { type, seen }, loaded.facts);
    if (!transition.ok) throw refusalError(transition);
    const applied = await applyTransition(tx, ctx, loaded, transition, {
      event: type,
      cause:
        transition.to === "APPLYING"
          ? `${stageOf(status.plan, status.stageIndex)} → ${stageOf(status.plan, transition.stageIndex)}`
          : null,
    });
    const stage = status.plan.stages[transition.stageIndex];
    const at = {
      stage: transition.stageIndex,
      stageKind: stage?.kind ?? "full",
      weight: stage?.weight ?? 100,
    } as const;
    const about = { objectType: "rollout", objectId: row.id } as const;
    if (transition.to === "GATED")
      await appendAudit(tx, ctx, {
        action: "rollout.gated",
        ...about,
        payload: { ...names, ...at },
      });
    else if (transition.to === "COMPLETED")
      await appendAudit(tx, ctx, {
        action: "rollout.completed",
        ...about,
        payload: names,
      });
    else {
      const fromWeight = status.plan.stages[status.stageIndex]?.weight ?? 0;
      await appendAudit(tx, ctx, {
        action: "rollout.advanced",
        ...about,
        payload: {
          ...names,
          ...at,
          fromStage: status.stageIndex,
          fromWeight,
          generation: applied.generation,
        },
      });
    }
    return {
      state: transition.to,
      stageIndex: transition.stageIndex,
      lockVersion: applied.lockVersion,
    };
  });
}
