import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { insertComparisons } from "../attach-comparisons";
import { auditName } from "../load-promotion";
import { lockOwnRequest } from "../lock-own-request";
import { type AttachComparisonInput, attachComparisonInput } from "../schemas";
import { type Evaluated, evaluateLocked } from "./evaluate-promotion";

/**
 * Points a request that waits for decisions to a saved comparison, by the person who made the request. It becomes part of what
 * is signed, so the gates are evaluated anew and approvals given before are void.
 */
export async function attachComparison(ctx: UserContext, raw: AttachComparisonInput): Promise<Evaluated> {
  authorize(ctx, "promotion.attach");
  const { number, comparisonId } = attachComparisonInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockOwnRequest(tx, ctx, number);
    const [attached] = await insertComparisons(
      tx,
      ctx,
      loaded.promotion.id,
      [comparisonId],
      ctx.actor.userId,
      "comparisonId",
    );
    await appendAudit(tx, ctx, {
      action: "promotion.comparison_attached",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      payload: { ...auditName(loaded), comparisonId, comparison: attached?.name ?? "" },
    });
    return evaluateLocked(tx, ctx, loaded);
  });
}
