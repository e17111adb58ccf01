import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { applyTransition } from "../apply-transition";
import { lockRollout } from "../lock-rollout";
import { decide } from "../rollout";
import { next } from "../rollout-tick";

/** How long a target may take to confirm a rollback before its owner is told that it stalls. */
const rollbackDeadlineMs = 10 * 60_000;

/** Does what the clock makes due for one rollout; answers the new state, or null when nothing is due. */
export async function tickRollout(ctx: Context, number: number): Promise<string | null> {
  authorize(ctx, "rollout.pause");
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockRollout(tx, ctx, number);
    const { status, facts, names, row } = loaded;
    const event = next(status, {
      ...facts,
      rollbackDeadlineMs,
      advancesByItself: false,
    });
    if (!event) return null;
    const transition = decide(status, event, facts);
    if (!transition.ok) return null;
    const { generation } = await applyTransition(tx, ctx, loaded, transition, {
      event: event.type,
      cause: null,
    });
    const about = { objectType: "rollout", objectId: row.id } as const;
    const moved = {
      from: status.state,
      to: transition.to,
      stage: transition.stageIndex,
    };
    if (transition.to === "ROLLBACK_STALLED") {
      await appendAudit(tx, ctx, {
        action: "rollout.rollback_stalled",
        ...about,
        payload: { ...names, generation },
      });
    } else if (transition.to === "ROLLING_BACK") {
      const cause = event.type.replaceAll("_", " ");
      await appendAudit(tx, ctx, {
        action: "rollout.rollback_started",
        ...about,
        payload: { ...names, ...moved, cause, trigger: null, generation },
      });
    } else if (transition.to === "PAUSED" && transition.pauseReason) {
      await appendAudit(tx, ctx, {
        action: "rollout.paused",
        ...about,
        payload: { ...names, ...moved, pauseReason: transition.pauseReason },
      });
    }
    return transition.to;
  });
}
