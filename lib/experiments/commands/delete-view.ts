import "server-only";
import { and, eq, isNull, or } from "drizzle-orm";
import { savedViews } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { type DeleteView, deleteViewInput } from "../saved-view";

/** Deletes an own view, or one of the team. Somebody else's own view is not found. */
export async function deleteView(ctx: UserContext, raw: DeleteView): Promise<void> {
  authorize(ctx, "view.save");
  const { id } = deleteViewInput.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const own = and(
      eq(savedViews.projectId, ctx.projectId),
      eq(savedViews.id, id),
      or(isNull(savedViews.ownerUserId), eq(savedViews.ownerUserId, ctx.actor.userId)),
    );
    const [view] = await tx.select().from(savedViews).where(own).for("update");
    if (!view) throw notFound("The view");
    if (view.ownerUserId === null) authorize(ctx, "view.share");
    await tx.delete(savedViews).where(own);
    if (view.ownerUserId === null)
      await appendAudit(tx, ctx, {
        action: "view.deleted",
        objectType: "saved_view",
        objectId: id,
        payload: { name: view.name },
      });
  });
}
