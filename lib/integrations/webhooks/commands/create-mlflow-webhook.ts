import "server-only";
import { webhooks } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import type { Resolver } from "../../outbound/resolve-outbound";
import { assertCallable, assertNameFree } from "../load-webhook";
import { type MlflowWebhookInput, mlflowWebhookSchema } from "../schemas";
import { sealSecret } from "../seal-secret";

/** Creates a webhook in MLflow's form, with the secret that its client chose, or none. INVALID_INPUT for an internal address. */
export async function createMlflowWebhook(
  ctx: AccountableContext,
  input: MlflowWebhookInput,
  resolve?: Resolver,
): Promise<{ webhookId: string }> {
  authorize(ctx, "webhook.manage");
  const { name, url, events, description, secret, isEnabled } = mlflowWebhookSchema.parse(input);
  await assertCallable(url, resolve);
  const webhookId = ctx.newId();
  await withTransaction(ctx, async (tx) => {
    const createdBy = await accountableUser(tx, ctx, "webhook.manage");
    await assertNameFree(tx, ctx, name, null);
    await tx.insert(webhooks).values({
      ...{ projectId: ctx.projectId, id: webhookId, name, url, events, description, isEnabled, createdBy },
      disabledBecause: isEnabled ? null : "created disabled",
      format: "mlflow",
      secret: secret ? sealSecret(secret, webhookId) : "",
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "webhook.created",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name, host: new URL(url).host, events },
    });
  });
  return { webhookId };
}
