import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { applyTransition, refusalError } from "../apply-transition";
import { lockRollout } from "../lock-rollout";
import { decide } from "../rollout";
import { pauseRolloutInput } from "../schemas";

/** Stops a rollout where it is: traffic stays as it is, triggers stay armed, nothing advances until it is resumed. */
export async function pauseRollout(ctx: Context, raw: unknown): Promise<{ lockVersion: number }> {
  authorize(ctx, "rollout.pause");
  const { number, reason } = pauseRolloutInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockRollout(tx, ctx, number);
    const transition = decide(loaded.status, { type: "pause" }, loaded.facts);
    if (!transition.ok) throw refusalError(transition);
    const { lockVersion } = await applyTransition(tx, ctx, loaded, transition, {
      event: "pause",
      cause: reason,
    });
    await appendAudit(tx, ctx, {
      action: "rollout.paused",
      objectType: "rollout",
      objectId: loaded.row.id,
      payload: {
        ...loaded.names,
        from: loaded.status.state,
        to: transition.to,
        stage: transition.stageIndex,
        pauseReason: "manual",
      },
      reason,
    });
    return { lockVersion };
  });
}
