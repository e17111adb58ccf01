import "server-only";
import { and, eq } from "drizzle-orm";
import { promotionComparisons } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { invalidInput } from "@/lib/errors";
import { auditName } from "../load-promotion";
import { lockOwnRequest } from "../lock-own-request";
import { type AttachComparisonInput, attachComparisonInput } from "../schemas";
import { type Evaluated, evaluateLocked } from "./evaluate-promotion";

/** Takes an attached comparison off a request that waits for decisions. Approvals that covered it are void; earlier evaluations keep it. */
export async function detachComparison(ctx: UserContext, raw: AttachComparisonInput): Promise<Evaluated> {
  authorize(ctx, "promotion.attach");
  const { number, comparisonId } = attachComparisonInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockOwnRequest(tx, ctx, number);
    const [taken] = comparisonId.includes("\0")
      ? []
      : await tx
          .delete(promotionComparisons)
          .where(
            and(
              eq(promotionComparisons.projectId, ctx.projectId),
              eq(promotionComparisons.promotionId, loaded.promotion.id),
              eq(promotionComparisons.comparisonId, comparisonId),
            ),
          )
          .returning({ name: promotionComparisons.name });
    if (!taken) throw invalidInput("comparisonId", "is not attached to this request; reload the page to see what is");
    await appendAudit(tx, ctx, {
      action: "promotion.comparison_detached",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      payload: { ...auditName(loaded), comparisonId, comparison: taken.name },
    });
    return evaluateLocked(tx, ctx, loaded);
  });
}
