import "server-only";
import { and, eq } from "drizzle-orm";
import { comparisons } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { type RenameComparison, renameComparisonInput } from "../comparison";
import { lockOwnComparison, orNameTaken } from "../own-comparison";

/** Gives a saved comparison another name and note; its view and digest stay, and so does what is attached to promotions. */
export async function renameComparison(ctx: UserContext, raw: RenameComparison): Promise<void> {
  authorize(ctx, "comparison.save");
  const { id, name, note } = renameComparisonInput.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const before = await lockOwnComparison(tx, ctx, id);
    if (before.name === name && before.note === note) return;
    await orNameTaken(
      name,
      tx
        .update(comparisons)
        .set({ name, note, updatedBy: ctx.actor.userId, updatedAt: ctx.now() })
        .where(and(eq(comparisons.projectId, ctx.projectId), eq(comparisons.id, id))),
    );
    await appendAudit(tx, ctx, {
      action: "comparison.renamed",
      objectType: "comparison",
      objectId: id,
      payload: { name, before: before.name },
    });
  });
}
