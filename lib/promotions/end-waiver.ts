import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { promotions, waivers } from "@/db/schema";
import type { Context } from "@/lib/context";
import { DomainError, notFound } from "@/lib/errors";
import { logger } from "@/lib/log";
import { evaluatePromotion } from "./commands/evaluate-promotion";
import { auditName, lockPromotion } from "./load-promotion";
import { transitions } from "./promotion-state";
import { listServing, listWaivers } from "./waivers-query";

/** Locks the promotion of a waiver, then reads the waiver as it is, with how events name it. Throws NOT_FOUND. */
export async function lockWaiver(tx: Tx, ctx: Context, waiverId: string) {
  const mine = and(eq(waivers.projectId, ctx.projectId), eq(waivers.id, waiverId));
  const [found] = await tx.select({ promotionId: waivers.promotionId }).from(waivers).where(mine);
  if (!found) throw notFound("That waiver");
  const loaded = await lockPromotion(tx, ctx, { id: found.promotionId });
  const waiver = (await listWaivers(ctx, loaded.promotion, tx)).find((one) => one.id === waiverId);
  if (!waiver) throw notFound("That waiver");
  const payload = {
    ...auditName(loaded),
    waiverId,
    gateId: waiver.gateId,
    gate: waiver.title,
    expiresAt: waiver.expiresAt.toISOString(),
    serving: await listServing(ctx, loaded.promotion, tx),
  };
  return { waiver, loaded, payload };
}

/** Judges open requests of a version anew after a waiver of it ended; that none applies any more is told on their pages. */
export async function evaluateAfterWaiver(ctx: Context, versionId: string, environment: string): Promise<void> {
  const system: Context = { ...ctx, actor: { kind: "system", job: "evaluate-promotion" } };
  const open = await ctx.db
    .select({ number: promotions.number })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.projectId),
        eq(promotions.versionId, versionId),
        eq(promotions.environment, environment),
        inArray(promotions.state, [...transitions.evaluate.from]),
      ),
    );
  for (const { number } of open) {
    await evaluatePromotion(system, { number }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      logger.warn({ promotion: number, cause: error.message }, "not evaluated after a waiver ended");
    });
  }
}
