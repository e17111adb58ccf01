import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { deadlineNow, withTransaction } from "@/lib/context";
import { invalidInput, notFound } from "@/lib/errors";
import { type CallOptions, type CallResult, postOnce } from "../../outbound/post-once";
import { lockWebhook } from "../load-webhook";
import { exampleOf, mlflowBody } from "../mlflow-events";
import { mlflowHeaders } from "../mlflow-message";
import { tryMlflowWebhookSchema } from "../schemas";
import { openSecret } from "../seal-secret";

/** Calls a webhook in MLflow's form once with an example, while the client waits, and answers what came of it. */
export async function tryMlflowWebhook(
  ctx: AccountableContext,
  raw: unknown,
  options: CallOptions = {},
): Promise<CallResult> {
  authorize(ctx, "webhook.manage");
  const { webhookId, event } = tryMlflowWebhookSchema.parse(raw);
  const deliveryId = ctx.newId();
  const { url, events, secret, at } = await withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "webhook.manage");
    const webhook = await lockWebhook(tx, ctx, webhookId);
    if (webhook.format !== "mlflow") throw notFound("The webhook");
    await appendAudit(tx, ctx, {
      action: "webhook.tested",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name: webhook.name, deliveryId },
    });
    return { ...webhook, at: await deadlineNow(tx, ctx) };
  });
  const pair = event ?? events[0];
  if (!pair) throw invalidInput("event", "names no event");
  const body = mlflowBody(pair, at, exampleOf(pair));
  return postOnce(
    url,
    mlflowHeaders(deliveryId, at, body, secret ? openSecret(secret, webhookId) : null),
    body,
    options,
  );
}
