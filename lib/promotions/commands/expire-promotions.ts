import "server-only";
import { and, eq, inArray, lt, lte, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { promotions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, createContext, deadlineNow, withTransaction } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import { logger } from "@/lib/log";
import { judgePromotion } from "../judge-promotion";
import { auditName, lockPromotion, updatePromotion } from "../load-promotion";
import { nextState, transitions } from "../promotion-state";
import { evaluatePromotion } from "./evaluate-promotion";

/** Lets one promotion expire whose time is over; false when something else happened to it first. */
export async function expirePromotion(ctx: Context, promotionId: string): Promise<boolean> {
  authorize(ctx, "promotion.evaluate");
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockPromotion(tx, ctx, { id: promotionId });
    const { facts } = await judgePromotion(ctx, tx, loaded, "show");
    const next = nextState(loaded.promotion.state, "expire", facts);
    if (!next.ok) return false;
    const { state: from } = loaded.promotion;
    await updatePromotion(tx, ctx, loaded.promotion, {
      state: next.state,
      closedAt: ctx.now(),
      closedReason: "Its approval time ran out",
    });
    await appendAudit(tx, ctx, {
      action: "promotion.expired",
      objectType: "promotion",
      objectId: promotionId,
      payload: { ...auditName(loaded), from },
    });
    return true;
  });
}

const stuckAfter = 60_000;

/** One turn of the service: expires what is over, and evaluates what a crash left between request and evaluation. */
export async function tendPromotions(db: Db, signal: AbortSignal): Promise<void> {
  const clock = createContext({ actor: { kind: "system", job: "tend-promotions" }, projectId: 0, db });
  const now = await deadlineNow(db, clock);
  const due = await db
    .select({ projectId: promotions.projectId, id: promotions.id, number: promotions.number, state: promotions.state })
    .from(promotions)
    .where(
      or(
        and(inArray(promotions.state, [...transitions.expire.from]), lte(promotions.expiresAt, now)),
        and(eq(promotions.state, "evaluating"), lt(promotions.requestedAt, new Date(now.getTime() - stuckAfter))),
      ),
    )
    .limit(100);
  for (const { projectId, id, number, state } of due) {
    if (signal.aborted) return;
    const ctx = createContext({ ...clock, projectId });
    // One that cannot be judged now must not hold up the others; its page says why.
    await (state === "evaluating" ? evaluatePromotion(ctx, { number }) : expirePromotion(ctx, id)).catch(
      (error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        logger.warn({ projectId, promotion: number, cause: error.message }, "a promotion could not be tended");
      },
    );
  }
}
