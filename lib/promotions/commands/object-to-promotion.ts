import "server-only";
import type { DecisionKind, PromotionState } from "@/db/enums";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { decide } from "../deciding";
import { retally } from "../judge-promotion";
import { auditName, updatePromotion } from "../load-promotion";
import { nextState } from "../promotion-state";
import { type ObjectToPromotionInput, objectToPromotionInput } from "../schemas";
import { endOwnDecisions, insertDecision } from "../store-decision";

export type Objected = { number: number; state: PromotionState };

const actions = { request_changes: "promotion.changes_requested", reject: "promotion.rejected" } as const;
const words = { request_changes: "their request for changes", reject: "their rejection" } as const;

/** Asks for changes; nothing is approved until the same person clears it or a risk officer overrides it with a reason. */
export async function requestChanges(ctx: UserContext, raw: ObjectToPromotionInput): Promise<Objected> {
  authorize(ctx, "promotion.request_changes");
  return object(ctx, "request_changes", raw);
}

/** Rejects; the version cannot be asked for again in this environment until the same person clears it, or it is overridden. */
export async function rejectPromotion(ctx: UserContext, raw: ObjectToPromotionInput): Promise<Objected> {
  authorize(ctx, "promotion.reject");
  return object(ctx, "reject", raw);
}

async function object(
  ctx: UserContext,
  kind: Exclude<DecisionKind, "approve">,
  raw: ObjectToPromotionInput,
): Promise<Objected> {
  const input = objectToPromotionInput.parse(raw);
  return decide(ctx, kind, input, async (tx, judged) => {
    const { loaded, present } = judged;
    await endOwnDecisions(tx, ctx, judged, `Replaced by ${words[kind]}.`);
    const { row, role, signatureDigest } = await insertDecision(tx, ctx, judged, kind, input.comment);
    const { facts } = await retally(ctx, tx, judged);
    const next = nextState(loaded.promotion.state, kind, facts);
    if (!next.ok) throw conflict(next.reason);
    await updatePromotion(tx, ctx, loaded.promotion, { state: next.state, approvedAt: null });
    await appendAudit(tx, ctx, {
      action: actions[kind],
      objectType: "promotion",
      objectId: loaded.promotion.id,
      objectDigest: present.digest,
      reason: input.comment,
      payload: { ...auditName(loaded), decisionId: row.id, role, group: row.signature.groupName, signatureDigest },
    });
    return { number: loaded.promotion.number, state: next.state };
  });
}
