import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { experiments, savedViews } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { type SaveView, saveViewInput } from "../saved-view";

/** Keeps a run table under a name; a view of the same place, owner and name is replaced. One default per place and owner. */
export async function saveView(ctx: UserContext, raw: SaveView): Promise<{ id: string }> {
  authorize(ctx, "view.save");
  const { name, experimentId, shared, isDefault, params } = saveViewInput.parse(raw);
  if (shared) authorize(ctx, "view.share");
  const ownerUserId = shared ? null : ctx.actor.userId;
  return withTransaction(ctx, async (tx) => {
    if (experimentId !== null) await requireExperiment(tx, ctx.projectId, experimentId);
    // One writer per project's views at a time: replacing by name and moving the default need no further locks.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('saved_views'), ${ctx.projectId}::int)`);
    const place = and(
      eq(savedViews.projectId, ctx.projectId),
      experimentId === null ? isNull(savedViews.experimentId) : eq(savedViews.experimentId, experimentId),
      ownerUserId === null ? isNull(savedViews.ownerUserId) : eq(savedViews.ownerUserId, ownerUserId),
    );
    if (isDefault) await tx.update(savedViews).set({ isDefault: false }).where(place);
    const now = ctx.now();
    const change = { name, params, isDefault, updatedBy: ctx.actor.userId, updatedAt: now };
    const [replaced] = await tx
      .update(savedViews)
      .set(change)
      .where(and(place, sql`lower(${savedViews.name}) = lower(${name})`))
      .returning({ id: savedViews.id });
    const id = replaced?.id ?? ctx.newId();
    if (!replaced)
      await tx
        .insert(savedViews)
        .values({ ...change, projectId: ctx.projectId, id, experimentId, ownerUserId, createdAt: now });
    if (shared)
      await appendAudit(tx, ctx, {
        action: "view.saved",
        objectType: "saved_view",
        objectId: id,
        payload: { name, isDefault },
      });
    return { id };
  });
}

async function requireExperiment(tx: Tx, projectId: number, experimentId: string): Promise<void> {
  const [found] = await tx
    .select({ id: experiments.id })
    .from(experiments)
    .where(and(eq(experiments.projectId, projectId), eq(experiments.id, experimentId)));
  if (!found) throw notFound(`Experiment ${experimentId}`);
}
