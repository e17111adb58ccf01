import "server-only";
import { and, eq } from "drizzle-orm";
import { comparisons } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { type DeleteComparison, deleteComparisonInput } from "../comparison";
import { lockOwnComparison } from "../own-comparison";

/** Deletes a saved comparison. Promotions that it is attached to keep what was attached. */
export async function deleteComparison(ctx: UserContext, raw: DeleteComparison): Promise<void> {
  authorize(ctx, "comparison.save");
  const { id } = deleteComparisonInput.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const { name, digest } = await lockOwnComparison(tx, ctx, id);
    await tx.delete(comparisons).where(and(eq(comparisons.projectId, ctx.projectId), eq(comparisons.id, id)));
    await appendAudit(tx, ctx, {
      action: "comparison.deleted",
      objectType: "comparison",
      objectId: id,
      objectDigest: digest,
      payload: { name },
    });
  });
}
