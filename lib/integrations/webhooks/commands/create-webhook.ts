import "server-only";
import { webhooks } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import type { Resolver } from "../../outbound/resolve-outbound";
import { assertCallable, assertNameFree } from "../load-webhook";
import { type CreateWebhookInput, createWebhookSchema } from "../schemas";
import { newSigningSecret, sealSecret } from "../seal-secret";

export type CreatedWebhook = { webhookId: string; name: string; secret: string };

/** Creates a webhook; its signing secret is answered once and kept only sealed. INVALID_INPUT for an internal address. */
export async function createWebhook(
  ctx: UserContext,
  input: CreateWebhookInput,
  resolve?: Resolver,
): Promise<CreatedWebhook> {
  authorize(ctx, "webhook.manage");
  const { name, url, events } = createWebhookSchema.parse(input);
  await assertCallable(url, resolve);
  const webhookId = ctx.newId();
  const secret = newSigningSecret();
  await withTransaction(ctx, async (tx) => {
    await assertNameFree(tx, ctx, name, null);
    await tx.insert(webhooks).values({
      projectId: ctx.projectId,
      id: webhookId,
      name,
      url,
      events,
      secret: sealSecret(secret, webhookId),
      createdBy: ctx.actor.userId,
      createdAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "webhook.created",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name, host: new URL(url).host, events },
    });
  });
  return { webhookId, name, secret };
}
