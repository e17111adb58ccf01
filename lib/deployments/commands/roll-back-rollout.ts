import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { applyTransition, refusalError } from "../apply-transition";
import { lockRollout } from "../lock-rollout";
import { decide } from "../rollout";
import { rollBackInput } from "../schemas";

/**
 * Takes a rollout back to what was stable when it started, from any stage and any pause (T12). Needs no version of what
 * was seen, so it wins against an advance at the same moment; before any traffic moved it cancels instead.
 */
export async function rollBackRollout(ctx: Context, raw: unknown): Promise<{ state: string }> {
  authorize(ctx, "rollout.roll_back");
  const { number, reason } = rollBackInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockRollout(tx, ctx, number);
    const transition = decide(loaded.status, { type: "roll_back" }, loaded.facts);
    if (!transition.ok) throw refusalError(transition);
    const { generation } = await applyTransition(tx, ctx, loaded, transition, {
      event: "roll_back",
      cause: reason,
    });
    const about = {
      objectType: "rollout",
      objectId: loaded.row.id,
      reason,
    } as const;
    const from = loaded.status.state;
    if (transition.to === "CANCELLED") {
      await appendAudit(tx, ctx, {
        action: "rollout.cancelled",
        ...about,
        payload: { ...loaded.names, from },
      });
    } else {
      await appendAudit(tx, ctx, {
        action: "rollout.rollback_started",
        ...about,
        payload: {
          ...loaded.names,
          from,
          to: transition.to,
          stage: transition.stageIndex,
          cause: "by hand",
          trigger: null,
          generation,
        },
      });
    }
    return { state: transition.to };
  });
}
