import "server-only";
import type { AuditEvent } from "@/lib/audit/events";
import { type DuePromotion, listDueIn } from "@/lib/promotions/due-query";
import { auditName, lockPromotion } from "@/lib/promotions/load-promotion";
import type { DueItem } from "./inbox-kind";

/** What a promotion waits for, in words that name no person. */
function waitsFor({ state, isFirstDecision }: DuePromotion): string {
  if (isFirstDecision) return "its first decision";
  switch (state) {
    case "awaiting_approval":
      return "further decisions, before it expires";
    case "approved":
      return "being carried out, before it expires";
    default:
      return "its requester, before it expires";
  }
}

/** A promotion with its deadline; rechecked under lock, so that a decision in the same second ends the reminder. */
export const promotionReminder = (due: DuePromotion): DueItem => ({
  projectId: due.projectId,
  item: `promotion:${due.id}`,
  since: due.since,
  dueAt: due.dueAt,
  recheck: async (tx, ctx, step): Promise<AuditEvent | null> => {
    const loaded = await lockPromotion(tx, ctx, { id: due.id });
    const [now] = await listDueIn(tx, due.projectId, due.id);
    if (now?.state !== due.state || now.dueAt.getTime() !== due.dueAt.getTime()) return null;
    const payload = { ...auditName(loaded), waitsFor: waitsFor(due), dueAt: due.dueAt.toISOString() };
    const of = { objectType: "promotion", objectId: due.id } as const;
    return step === "escalated"
      ? { ...of, action: "promotion.escalated", payload }
      : { ...of, action: "promotion.reminded", payload: { ...payload, step } };
  },
});
