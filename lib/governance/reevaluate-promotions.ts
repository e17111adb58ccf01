import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { promotions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { enqueue } from "@/lib/jobs/queue";

/** States in which new evidence can still change what happens. */
const concerned = ["blocked", "awaiting_approval", "approved", "changes_requested"] as const;

/**
 * Has the gates of every open promotion of a model, or of one of its versions, evaluated again once the caller's change of
 * evidence commits. Returns how many are concerned.
 */
export async function reevaluatePromotions(
  tx: Tx,
  ctx: Context,
  about: { modelId: string; versionId?: string | null },
): Promise<number> {
  const open = await tx
    .select({ id: promotions.id })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.projectId),
        eq(promotions.modelId, about.modelId),
        about.versionId ? eq(promotions.versionId, about.versionId) : undefined,
        inArray(promotions.state, [...concerned]),
      ),
    )
    .orderBy(promotions.id);
  for (const { id } of open) {
    const payload = { projectId: ctx.projectId, promotionId: id };
    await enqueue(tx, "promotion.evaluate", payload, { key: `promotion.evaluate:${ctx.projectId}:${id}` });
  }
  return open.length;
}
