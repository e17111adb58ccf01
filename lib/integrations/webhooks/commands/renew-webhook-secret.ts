import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { webhooks } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { deadlineNow, type UserContext, withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { lockWebhook } from "../load-webhook";
import { type RenewSecretInput, renewSecretSchema } from "../schemas";
import { newSigningSecret, sealSecret } from "../seal-secret";

export type RenewedSecret = { webhookId: string; name: string; secret: string; formerUntil: Date | null };

/**
 * Gives a webhook a new signing secret, answered once. Messages are signed with the former one too for the stated hours, so that
 * the receiver can change over without losing any; a still older one ends now.
 */
export async function renewWebhookSecret(ctx: UserContext, input: RenewSecretInput): Promise<RenewedSecret> {
  authorize(ctx, "webhook.manage");
  const { webhookId, lockVersion, overlapHours } = renewSecretSchema.parse(input);
  const secret = newSigningSecret();
  return withTransaction(ctx, async (tx) => {
    const before = await lockWebhook(tx, ctx, webhookId);
    if (before.format === "mlflow")
      throw preconditionFailed(`"${before.name}" has MLflow's form; change its secret with the client that made it.`);
    if (before.lockVersion !== lockVersion)
      throw conflict(`"${before.name}" was changed by somebody else meanwhile. Reload the page to see it as it is.`);
    const now = await deadlineNow(tx, ctx);
    const formerUntil = overlapHours === 0 ? null : new Date(now.getTime() + overlapHours * 3_600_000);
    await tx
      .update(webhooks)
      .set({
        secret: sealSecret(secret, webhookId),
        formerSecret: formerUntil && before.secret,
        formerSecretUntil: formerUntil,
        lockVersion: sql`${webhooks.lockVersion} + 1`,
      })
      .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.id, webhookId)));
    await appendAudit(tx, ctx, {
      action: "webhook.secret_renewed",
      objectType: "webhook",
      objectId: webhookId,
      payload: { name: before.name, overlapHours, formerUntil: formerUntil?.toISOString() ?? null },
    });
    return { webhookId, name: before.name, secret, formerUntil };
  });
}
