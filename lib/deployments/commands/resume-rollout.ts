import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { applyTransition, refusalError } from "../apply-transition";
import { lockRollout } from "../lock-rollout";
import { decide } from "../rollout";
import { resumeRolloutInput } from "../schemas";

/** Goes on after a pause. The stage's window starts again: a pause never shortens a soak. */
export async function resumeRollout(ctx: Context, raw: unknown): Promise<{ lockVersion: number }> {
  authorize(ctx, "rollout.resume");
  const { number, reason, ...seen } = resumeRolloutInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockRollout(tx, ctx, number);
    const transition = decide(loaded.status, { type: "resume", seen }, loaded.facts);
    if (!transition.ok) throw refusalError(transition);
    const { lockVersion } = await applyTransition(tx, ctx, loaded, transition, {
      event: "resume",
      cause: reason,
    });
    await appendAudit(tx, ctx, {
      action: "rollout.resumed",
      objectType: "rollout",
      objectId: loaded.row.id,
      payload: {
        ...loaded.names,
        from: loaded.status.state,
        to: transition.to,
        stage: transition.stageIndex,
      },
      reason,
    });
    return { lockVersion };
  });
}
