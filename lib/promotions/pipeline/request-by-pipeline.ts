import "server-only";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { AccountableContext } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { DomainError } from "@/lib/errors";
import { listAttached } from "../attached-comparisons-query";
import { type Requested, requestPromotion } from "../commands/request-promotion";
import { findPromotion } from "../load-promotion";
import { isOpen } from "../promotion-state";
import { resolveRequest } from "./resolve-request";
import { pipelineRequest } from "./schemas";

/**
 * The request of a pipeline, which may be sent again: while a promotion of the same version to the same target with the same plans is
 * open that has the comparisons asked for, it is the answer. One with other plans, or without one of them, stays a CONFLICT.
 */
export async function requestByPipeline(
  ctx: AccountableContext,
  raw: unknown,
): Promise<Requested & { outcome: "requested" | "open" }> {
  authorize(ctx, "promotion.request");
  const input = await resolveRequest(ctx, pipelineRequest.parse(raw));
  try {
    return { ...(await requestPromotion(ctx, input)), outcome: "requested" };
  } catch (error) {
    const number = openNumber(error);
    const open = number === null ? null : await findPromotion(ctx, number);
    if (!open || !isOpen(open.promotion.state)) throw error;
    const { promotion } = open;
    const isSame =
      promotion.targetId === input.targetId &&
      canonicalDigest(promotion.rolloutPlan) === canonicalDigest(input.rolloutPlan) &&
      canonicalDigest(promotion.rollbackPlan) === canonicalDigest(input.rollbackPlan) &&
      (await hasAttached(ctx, promotion.id, input.comparisonIds));
    if (!isSame) throw error;
    return { number: promotion.number, state: promotion.state, outcome: "open" };
  }
}

async function hasAttached(ctx: AccountableContext, promotionId: string, wanted: readonly string[]): Promise<boolean> {
  if (wanted.length === 0) return true;
  const attached = await listAttached(ctx, ctx.db, promotionId);
  return wanted.every((id) => attached.some((one) => one.id === id));
}

function openNumber(error: unknown): number | null {
  if (!(error instanceof DomainError) || error.code !== "CONFLICT") return null;
  const { number } = (error.extra.details ?? {}) as { number?: unknown };
  return typeof number === "number" ? number : null;
}
