import "server-only";
import { and, eq, isNull, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { breakGlassUses } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, createContext, deadlineNow, withTransaction } from "@/lib/context";
import { findEmergency } from "../emergencies-query";
import { auditName, lockPromotion } from "../load-promotion";

/** Raises the alarm, once, when nobody reviewed an emergency in time; false when it is not due. */
export async function raiseEmergencyAlarm(ctx: Context, promotionId: string): Promise<boolean> {
  authorize(ctx, "promotion.evaluate");
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockPromotion(tx, ctx, { id: promotionId });
    const use = await findEmergency(ctx, promotionId, tx);
    if (!use || use.reviewedAt || use.alarmedAt || use.reviewDueAt > (await deadlineNow(tx, ctx))) return false;
    await tx
      .update(breakGlassUses)
      .set({ alarmedAt: ctx.now() })
      .where(and(eq(breakGlassUses.projectId, ctx.projectId), eq(breakGlassUses.promotionId, promotionId)));
    await appendAudit(tx, ctx, {
      action: "promotion.break_glass_overdue",
      objectType: "promotion",
      objectId: promotionId,
      payload: { ...auditName(loaded), incident: use.incident, reviewDueAt: use.reviewDueAt.toISOString() },
    });
    return true;
  });
}

/** One turn of the service: alarms for emergencies whose review is overdue. */
export async function tendEmergencies(db: Db, signal: AbortSignal): Promise<void> {
  const clock = createContext({ actor: { kind: "system", job: "emergency-alarm" }, projectId: 0, db });
  const due = await db
    .select({ projectId: breakGlassUses.projectId, promotionId: breakGlassUses.promotionId })
    .from(breakGlassUses)
    .where(
      and(
        isNull(breakGlassUses.reviewedAt),
        isNull(breakGlassUses.alarmedAt),
        lte(breakGlassUses.reviewDueAt, await deadlineNow(db, clock)),
      ),
    )
    .limit(100);
  for (const { projectId, promotionId } of due) {
    if (signal.aborted) return;
    await raiseEmergencyAlarm(createContext({ ...clock, projectId }), promotionId);
  }
}
