import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { webhooks } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { lockWebhook } from "../load-webhook";
import { type SetWebhookEnabledInput, setWebhookEnabledSchema } from "../schemas";

/** Switches a webhook on or off. While it is off events are not kept for it; messages under way are not sent. */
export async function setWebhookEnabled(
  ctx: Context,
  input: SetWebhookEnabledInput,
  because = "switched off by hand",
): Promise<{ isEnabled: boolean }> {
  authorize(ctx, "webhook.manage");
  const { webhookId, isEnabled } = setWebhookEnabledSchema.parse(input);
  return withTransaction(ctx, async (tx) => {
    const before = await lockWebhook(tx, ctx, webhookId);
    if (before.isEnabled === isEnabled) return { isEnabled };
    await tx
      .update(webhooks)
      .set({
        isEnabled,
        disabledBecause: isEnabled ? null : because,
        failingSince: isEnabled ? null : before.failingSince,
        lockVersion: sql`${webhooks.lockVersion} + 1`,
      })
      .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.id, webhookId)));
    const of = { objectType: "webhook", objectId: webhookId } as const;
    if (isEnabled) await appendAudit(tx, ctx, { ...of, action: "webhook.enabled", payload: { name: before.name } });
    else
      await appendAudit(tx, ctx, {
        ...of,
        action: "webhook.disabled",
        payload: { name: before.name, cause: because },
      });
    return { isEnabled };
  });
}
