import "server-only";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { webhooks } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { lockWebhook } from "../load-webhook";
import { webhookSchema } from "../schemas";

/** Removes a webhook for good: its secrets are erased, its delivery log stays on record. */
export async function removeWebhook(
  ctx: AccountableContext,
  input: z.input<typeof webhookSchema>,
): Promise<{ webhookId: string }> {
  authorize(ctx, "webhook.manage");
  const { webhookId } = webhookSchema.parse(input);
  await withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "webhook.manage");
    const { name } = await lockWebhook(tx, ctx, webhookId);
    await tx
      .update(webhooks)
      .set({
        deletedAt: ctx.now(),
        isEnabled: false,
        disabledBecause: "removed",
        secret: "",
        formerSecret: null,
        formerSecretUntil: null,
      })
      .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.id, webhookId)));
    await appendAudit(tx, ctx, {
      action: "webhook.removed",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name },
    });
  });
  return { webhookId };
}
