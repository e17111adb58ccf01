import "server-only";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { webhookDeliveries } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound, preconditionFailed } from "@/lib/errors";
import { enqueueDelivery } from "../enqueue-delivery";
import { lockWebhook } from "../load-webhook";
import { redeliverSchema } from "../schemas";

/** Delivers a message once more, with the same webhook-id, so that a receiver which knows it already can tell. */
export async function redeliver(
  ctx: UserContext,
  input: z.input<typeof redeliverSchema>,
): Promise<{ deliveryId: string }> {
  authorize(ctx, "webhook.manage");
  const { deliveryId } = redeliverSchema.parse(input);
  return withTransaction(ctx, async (tx) => {
    const which = and(eq(webhookDeliveries.projectId, ctx.projectId), eq(webhookDeliveries.id, deliveryId));
    const [delivery] = await tx.select().from(webhookDeliveries).where(which).for("update");
    if (!delivery) throw notFound("The delivery");
    const { name, isEnabled } = await lockWebhook(tx, ctx, delivery.webhookId);
    if (!isEnabled) throw preconditionFailed(`"${name}" is switched off. Enable it, then deliver again.`);
    if (delivery.state === "pending") throw conflict("This message is still under way; it is tried again by itself.");
    await tx
      .update(webhookDeliveries)
      .set({ state: "pending", roundAttempts: 0, nextAt: null, endedAt: null, claimedUntil: null })
      .where(which);
    await appendAudit(tx, ctx, {
      action: "webhook.redelivered",
      objectType: "webhook",
      objectId: delivery.webhookId,
      payload: { name, deliveryId, type: delivery.type },
    });
    await enqueueDelivery(tx, { projectId: ctx.projectId, deliveryId });
    return { deliveryId };
  });
}
