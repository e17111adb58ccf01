import "server-only";
import { createContext } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { evaluatePromotion } from "./commands/evaluate-promotion";
import { findPromotionById } from "./load-promotion";
import { isClosed } from "./promotion-state";

/** Evaluates the gates again after evidence changed; a promotion that is over, or that no policy binds now, is left alone. */
export async function evaluatePromotionJob(payload: JobPayload<"promotion.evaluate">, { db }: JobRun): Promise<void> {
  const { projectId, promotionId } = payload;
  const ctx = createContext({ actor: { kind: "system", job: "evaluate-promotion" }, projectId, db });
  const found = await findPromotionById(ctx, promotionId);
  if (!found || isClosed(found.promotion.state) || found.promotion.state === "executing") return;
  try {
    await evaluatePromotion(ctx, { number: found.promotion.number });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}
