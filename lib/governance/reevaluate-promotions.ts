import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { concernedStates } from "@/db/enums";
import { promotions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { enqueue } from "@/lib/jobs/queue";

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
        inArray(promotions.state, [...concernedStates]),
      ),
    )
    .orderBy(promotions.id);
  await enqueueEvaluations(tx, ctx, open);
  return open.length;
}

/** Has the gates of these promotions evaluated once the caller's transaction commits; several changes at once make one job. */
export async function enqueueEvaluations(tx: Tx, ctx: Context, open: readonly { id: string }[]): Promise<void> {
  for (const { id } of open) {
    const payload = { projectId: ctx.projectId, promotionId: id };
    await enqueue(tx, "promotion.evaluate", payload, { key: `promotion.evaluate:${ctx.projectId}:${id}` });
  }
}
