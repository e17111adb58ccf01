import "server-only";
import { and, count, eq, gt, isNull } from "drizzle-orm";
import type { z } from "zod";
import { webhookDeliveries } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { DomainError, preconditionFailed } from "@/lib/errors";
import { enqueueDelivery } from "../enqueue-delivery";
import { lockWebhook } from "../load-webhook";
import { webhookSchema } from "../schemas";

const mostTests = 10;
const minute = 60_000;

/** Sends a test call, at most ten a minute; what came of it is in the delivery log. */
export async function testWebhook(
  ctx: UserContext,
  input: z.input<typeof webhookSchema>,
): Promise<{ deliveryId: string }> {
  authorize(ctx, "webhook.manage");
  const { webhookId } = webhookSchema.parse(input);
  return withTransaction(ctx, async (tx) => {
    const { name, isEnabled } = await lockWebhook(tx, ctx, webhookId);
    if (!isEnabled) throw preconditionFailed(`"${name}" is switched off. Enable it, then test it.`);
    const [recent] = await tx
      .select({ n: count() })
      .from(webhookDeliveries)
      .where(
        and(
          eq(webhookDeliveries.projectId, ctx.projectId),
          eq(webhookDeliveries.webhookId, webhookId),
          isNull(webhookDeliveries.eventId),
          gt(webhookDeliveries.createdAt, new Date(ctx.now().getTime() - minute)),
        ),
      );
    if ((recent?.n ?? 0) >= mostTests)
      throw new DomainError("RATE_LIMITED", `At most ${mostTests} test calls a minute. Wait a moment and try again.`);
    const deliveryId = ctx.newId();
    await tx.insert(webhookDeliveries).values({
      projectId: ctx.projectId,
      id: deliveryId,
      webhookId,
      eventId: null,
      type: "webhook.test",
      state: "pending",
      createdAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "webhook.tested",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name, deliveryId },
    });
    await enqueueDelivery(tx, { projectId: ctx.projectId, deliveryId });
    return { deliveryId };
  });
}
