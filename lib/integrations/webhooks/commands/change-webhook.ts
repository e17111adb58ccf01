import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { webhooks } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import type { Resolver } from "../../outbound/resolve-outbound";
import { assertCallable, assertNameFree, lockWebhook } from "../load-webhook";
import { type ChangeWebhookInput, changeWebhookSchema } from "../schemas";

/** Changes name, address and events of a webhook; messages under way go to the new address. */
export async function changeWebhook(
  ctx: UserContext,
  input: ChangeWebhookInput,
  resolve?: Resolver,
): Promise<{ webhookId: string }> {
  authorize(ctx, "webhook.manage");
  const { webhookId, lockVersion, ...next } = changeWebhookSchema.parse(input);
  await assertCallable(next.url, resolve);
  await withTransaction(ctx, async (tx) => {
    const before = await lockWebhook(tx, ctx, webhookId);
    if (before.format === "mlflow")
      throw preconditionFailed(`"${before.name}" has MLflow's form; change it with the client that made it.`);
    if (before.lockVersion !== lockVersion)
      throw conflict(`"${before.name}" was changed by somebody else meanwhile. Reload the page to see it as it is.`);
    await assertNameFree(tx, ctx, next.name, webhookId);
    // A query string may hold a token of the other side: the log names the host, not the whole address.
    const changes = [
      { field: "name", from: before.name, to: next.name },
      { field: "host", from: new URL(before.url).host, to: new URL(next.url).host },
      { field: "address", from: "before", to: before.url === next.url ? "before" : "changed" },
      { field: "events", from: before.events.join(", "), to: next.events.join(", ") },
    ].filter(({ from, to }) => from !== to);
    if (changes.length === 0) return;
    await tx
      .update(webhooks)
      .set({ ...next, lockVersion: sql`${webhooks.lockVersion} + 1` })
      .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.id, webhookId)));
    await appendAudit(tx, ctx, {
      action: "webhook.changed",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name: next.name, changes },
    });
  });
  return { webhookId };
}
