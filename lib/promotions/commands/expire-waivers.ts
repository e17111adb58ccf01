import "server-only";
import { and, eq, isNull, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { waivers } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, createContext, deadlineNow, withTransaction } from "@/lib/context";
import { evaluateAfterWaiver, lockWaiver } from "../end-waiver";

/** Notes that a waiver's time is over and has open requests judged without it; false when it ended already or holds still. */
export async function expireWaiver(ctx: Context, waiverId: string): Promise<boolean> {
  authorize(ctx, "promotion.evaluate");
  const ended = await withTransaction(ctx, async (tx) => {
    const { waiver, loaded, payload } = await lockWaiver(tx, ctx, waiverId);
    if (waiver.endedAt !== null || waiver.expiresAt > (await deadlineNow(tx, ctx))) return null;
    await tx
      .update(waivers)
      .set({ endedAt: ctx.now(), endKind: "expired" })
      .where(and(eq(waivers.projectId, ctx.projectId), eq(waivers.id, waiverId), isNull(waivers.endedAt)));
    await appendAudit(tx, ctx, {
      action: "waiver.expired",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      payload,
    });
    return waiver;
  });
  if (!ended) return false;
  await evaluateAfterWaiver(ctx, ended.versionId, ended.environment);
  return true;
}

/** One turn of the service: ends the waivers whose time is over. */
export async function tendWaivers(db: Db, signal: AbortSignal): Promise<void> {
  const clock = createContext({ actor: { kind: "system", job: "expire-waivers" }, projectId: 0, db });
  const due = await db
    .select({ projectId: waivers.projectId, id: waivers.id })
    .from(waivers)
    .where(and(isNull(waivers.endedAt), lte(waivers.expiresAt, await deadlineNow(db, clock))))
    .limit(100);
  for (const { projectId, id } of due) {
    if (signal.aborted) return;
    await expireWaiver(createContext({ ...clock, projectId }), id);
  }
}
