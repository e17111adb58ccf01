import "server-only";
import { and, eq } from "drizzle-orm";
import { rollouts, targets } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { lockTarget } from "../lock-rollout";
import { releaseHoldInput } from "../schemas";

/** Lets automation use a target again after a rollback held it. */
export async function releaseHold(ctx: Context, raw: unknown): Promise<{ target: string }> {
  authorize(ctx, "target.release_hold");
  const input = releaseHoldInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const target = await lockTarget(tx, ctx, { name: input.target });
    if (!target.hold) throw conflict(`${target.name} is not held; somebody may have released it already.`);
    const [cause] = await tx
      .select({ number: rollouts.number })
      .from(rollouts)
      .where(and(eq(rollouts.projectId, ctx.projectId), eq(rollouts.id, target.hold.causeRolloutId)));
    await tx
      .update(targets)
      .set({ hold: null })
      .where(and(eq(targets.projectId, ctx.projectId), eq(targets.id, target.id)));
    await appendAudit(tx, ctx, {
      action: "target.hold_released",
      objectType: "target",
      objectId: target.id,
      payload: {
        target: target.name,
        environment: target.environment,
        causeRollout: cause?.number ?? null,
      },
      reason: input.reason,
    });
    return { target: target.name };
  });
}
