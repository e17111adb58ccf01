import "server-only";
import { createContext, withTransaction } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { enqueue } from "@/lib/jobs/queue";
import { evaluatePromotion } from "@/lib/promotions/commands/evaluate-promotion";
import { judgePromotion } from "@/lib/promotions/judge-promotion";
import { findPromotionById } from "@/lib/promotions/load-promotion";
import { executePromotion } from "./commands/execute-promotion";

const retryAfter = 5 * 60_000;

/**
 * Carries an approved promotion out. When its target is busy or its time has not come, it is tried again later; when what was approved
 * moved, the gates are evaluated again and people decide.
 */
export async function executePromotionJob(payload: JobPayload<"promotion.execute">, { db }: JobRun): Promise<void> {
  const ctx = createContext({ actor: { kind: "system", job: "execute-promotion" }, projectId: payload.projectId, db });
  const found = await findPromotionById(ctx, payload.promotionId);
  if (found?.promotion.state !== "approved") return;
  const { number } = found.promotion;
  try {
    await executePromotion(ctx, { number });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { facts } = await judgePromotion(ctx, db, found);
    if (!facts.subjectFresh || !facts.quorumMet) {
      await evaluatePromotion(ctx, { number });
      return;
    }
    const runAt = new Date(Date.now() + retryAfter);
    await withTransaction(ctx, (tx) =>
      enqueue(tx, "promotion.execute", payload, { runAt, key: `promotion.execute:${payload.promotionId}` }),
    );
  }
}
