import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { waivers } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { evaluateAfterWaiver, lockWaiver } from "../end-waiver";
import { type RevokeWaiverInput, revokeWaiverInput } from "../schemas";
import { waiverState } from "../waiver";

/** Ends a waiver before its time, with a reason. Open requests are judged without it at once; for a version in service the question reopens. */
export async function revokeWaiver(ctx: UserContext, raw: RevokeWaiverInput): Promise<{ number: number }> {
  authorize(ctx, "promotion.waive");
  const input = revokeWaiverInput.parse(raw);
  const { waiver, loaded } = await withTransaction(ctx, async (tx) => {
    const found = await lockWaiver(tx, ctx, input.waiverId);
    if (waiverState(found.waiver, ctx.now()) !== "in_force")
      throw conflict("That waiver has ended already; reload the page.");
    const ended = await tx
      .update(waivers)
      .set({ endedAt: ctx.now(), endKind: "revoked", endedBy: ctx.actor.userId, endedReason: input.reason })
      .where(and(eq(waivers.projectId, ctx.projectId), eq(waivers.id, input.waiverId), isNull(waivers.endedAt)))
      .returning({ id: waivers.id });
    if (ended.length === 0) throw conflict("That waiver has ended already; reload the page.");
    await appendAudit(tx, ctx, {
      action: "waiver.revoked",
      objectType: "promotion",
      objectId: found.loaded.promotion.id,
      reason: input.reason,
      payload: found.payload,
    });
    return found;
  });
  await evaluateAfterWaiver(ctx, waiver.versionId, waiver.environment);
  return { number: loaded.promotion.number };
}
