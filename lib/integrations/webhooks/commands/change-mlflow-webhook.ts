import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { webhooks } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import type { Resolver } from "../../outbound/resolve-outbound";
import { assertCallable, assertNameFree, lockWebhook } from "../load-webhook";
import { type ChangeMlflowWebhookInput, changeMlflowWebhookSchema } from "../schemas";
import { sealSecret } from "../seal-secret";

/** Changes what is named of a webhook in MLflow's form; the rest stays. An empty secret takes it away. */
export async function changeMlflowWebhook(
  ctx: AccountableContext,
  input: ChangeMlflowWebhookInput,
  resolve?: Resolver,
): Promise<{ webhookId: string }> {
  authorize(ctx, "webhook.manage");
  const { webhookId, secret, ...next } = changeMlflowWebhookSchema.parse(input);
  if (next.url !== undefined) await assertCallable(next.url, resolve);
  await withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "webhook.manage");
    const before = await lockWebhook(tx, ctx, webhookId);
    if (before.format !== "mlflow") throw notFound("The webhook");
    if (next.name !== undefined) await assertNameFree(tx, ctx, next.name, webhookId);
    const named = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    const shown = (field: string, value: unknown) =>
      field === "url" ? "changed" : Array.isArray(value) ? value.join(", ") : (value as string | boolean);
    const changes = Object.entries(named)
      .filter(([field, value]) => String(before[field as keyof typeof before]) !== String(value))
      .map(([field, value]) => ({
        field,
        from: field === "url" ? "before" : shown(field, before[field as keyof typeof before]),
        to: shown(field, value),
      }));
    if (secret !== undefined) changes.push({ field: "secret", from: "before", to: secret ? "changed" : "none" });
    if (changes.length === 0) return;
    await tx
      .update(webhooks)
      .set({
        ...named,
        ...(secret === undefined ? {} : { secret: secret ? sealSecret(secret, webhookId) : "" }),
        ...(next.isEnabled === undefined
          ? {}
          : { disabledBecause: next.isEnabled ? null : "switched off by a client", failingSince: null }),
        updatedAt: ctx.now(),
        lockVersion: sql`${webhooks.lockVersion} + 1`,
      })
      .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.id, webhookId)));
    await appendAudit(tx, ctx, {
      action: "webhook.changed",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name: next.name ?? before.name, changes },
    });
  });
  return { webhookId };
}
