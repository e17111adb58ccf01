import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import type { Db } from "@/db/client";
import {
  auditEvents,
  projects,
  type WebhookDeliveryRow,
  type WebhookRow,
  webhookAttempts,
  webhookDeliveries,
  webhooks,
} from "@/db/schema";
import { toEventView } from "@/lib/audit/event-view";
import { parseLeaf } from "@/lib/audit/leaf";
import { consoleAddress } from "@/lib/console-address";
import { type Context, createContext, deadlineNow, withTransaction } from "@/lib/context";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { type CallOptions, type CallResult, postOnce } from "../outbound/post-once";
import { setWebhookEnabled } from "./commands/set-webhook-enabled";
import { enqueueDelivery } from "./enqueue-delivery";
import { messageBody, testMessage } from "./message";
import { exampleOf, mlflowBody } from "./mlflow-events";
import { mlflowHeaders, mlflowMessage } from "./mlflow-message";
import { afterAttempt } from "./retry-plan";
import { openSecret } from "./seal-secret";

const claimSeconds = 30;
export type DeliverOptions = CallOptions & { random?: () => number; now?: () => Date };

/** Makes one attempt at a message and plans the next. Several workers may try: the claim lets one through. */
export async function deliverWebhookJob(
  { projectId, deliveryId }: JobPayload<"webhook.deliver">,
  { db }: Pick<JobRun, "db">,
  options: DeliverOptions = {},
): Promise<void> {
  const { now } = options;
  const ctx = createContext({ actor: { kind: "system", job: "webhooks" }, projectId, db, ...(now ? { now } : {}) });
  const delivery = await claim(ctx, deliveryId);
  if (!delivery) return;
  const [webhook] = await db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.projectId, projectId), eq(webhooks.id, delivery.webhookId)));
  if (!webhook?.isEnabled) return giveUp(ctx, delivery);
  const started = performance.now();
  const result = await call(ctx, delivery, webhook, options);
  await settle(ctx, delivery, webhook, result, Math.round(performance.now() - started), options.random ?? Math.random);
}

const isDelivery = (ctx: Context, id: string) =>
  and(eq(webhookDeliveries.projectId, ctx.projectId), eq(webhookDeliveries.id, id));

async function claim(ctx: Context, deliveryId: string): Promise<WebhookDeliveryRow | null> {
  const now = await deadlineNow(ctx.db, ctx);
  const [claimed] = await ctx.db
    .update(webhookDeliveries)
    .set({ claimedUntil: new Date(now.getTime() + claimSeconds * 1000) })
    .where(
      and(
        isDelivery(ctx, deliveryId),
        eq(webhookDeliveries.state, "pending"),
        or(isNull(webhookDeliveries.claimedUntil), lt(webhookDeliveries.claimedUntil, now)),
        or(isNull(webhookDeliveries.nextAt), sql`${webhookDeliveries.nextAt} <= ${now.toISOString()}::timestamptz`),
      ),
    )
    .returning();
  return claimed ?? null;
}

async function giveUp(ctx: Context, { id }: WebhookDeliveryRow): Promise<void> {
  await ctx.db
    .update(webhookDeliveries)
    .set({ state: "failed", endedAt: ctx.now(), nextAt: null, claimedUntil: null })
    .where(isDelivery(ctx, id));
}

async function call(
  ctx: Context,
  delivery: WebhookDeliveryRow,
  webhook: WebhookRow,
  options: CallOptions,
): Promise<CallResult> {
  const at = await deadlineNow(ctx.db, ctx);
  const secrets = openSecrets(webhook, at);
  if (!secrets) {
    const failure =
      "Not called: its signing secret cannot be read, because NEXTAUTH_SECRET has changed. Give it a new secret.";
    return { statusCode: null, failure, retryAfterSeconds: null };
  }
  const body = await bodyOf(ctx.db, delivery, webhook);
  if (webhook.format === "mlflow") {
    const headers = mlflowHeaders(delivery.id, at, body, secrets[0] || null);
    return postOnce(webhook.url, headers, body, options);
  }
  const id = `msg_${delivery.id}`;
  const headers = {
    "content-type": "application/json",
    "user-agent": "Countersign-Webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
  return postOnce(webhook.url, headers, body, options);
}

/** The present secret first, then the former one while it holds; null when the present one cannot be read. */
function openSecrets({ id, format, secret, formerSecret, formerSecretUntil }: WebhookRow, at: Date): string[] | null {
  // A webhook in MLflow's form may have none.
  const present = format === "mlflow" && secret === "" ? "" : openSecret(secret, id);
  if (present === null) return null;
  const holds = formerSecret !== null && formerSecretUntil !== null && formerSecretUntil > at;
  const former = holds ? openSecret(formerSecret, id) : null;
  return former === null ? [present] : [present, former];
}

async function bodyOf(db: Db, { eventId, createdAt }: WebhookDeliveryRow, webhook: WebhookRow): Promise<string> {
  const [project] = await db.select({ name: projects.name }).from(projects).where(eq(projects.id, webhook.projectId));
  const name = project?.name ?? "";
  const first = webhook.events[0];
  if (!eventId && webhook.format === "mlflow" && first) return mlflowBody(first, createdAt, exampleOf(first));
  if (!eventId) return testMessage(webhook.name, name, createdAt);
  const [event] = await db
    .select({ canonical: auditEvents.canonical, summary: auditEvents.summary })
    .from(auditEvents)
    .where(eq(auditEvents.eventId, eventId));
  if (!event) throw new Error(`event ${eventId} of a webhook delivery is missing`);
  const leaf = parseLeaf(event.canonical);
  const theirs = webhook.format === "mlflow" ? await mlflowMessage(db, webhook.projectId, leaf) : null;
  if (theirs) return theirs;
  // Only what the sealed bytes carry in clear: personal values stay behind their commitments.
  return messageBody(
    { ...toEventView(leaf, new Map()), payload: leaf.payload, summary: event.summary },
    name,
    consoleAddress(),
  );
}

async function settle(
  ctx: Context,
  delivery: WebhookDeliveryRow,
  webhook: WebhookRow,
  result: CallResult,
  milliseconds: number,
  random: () => number,
): Promise<void> {
  const disable = await withTransaction(ctx, async (tx) => {
    const now = await deadlineNow(tx, ctx);
    const attempt = delivery.roundAttempts + 1;
    const failingSince = result.failure === null ? null : (webhook.failingSince ?? now);
    const failingFor = failingSince ? now.getTime() - failingSince.getTime() : 0;
    const step = afterAttempt({ ...result, attempt, failingFor }, random());
    const nextAt = step.kind === "retry" ? new Date(now.getTime() + step.inMs) : null;
    await tx.insert(webhookAttempts).values({
      projectId: ctx.projectId,
      deliveryId: delivery.id,
      attempt: delivery.attempts + 1,
      at: now,
      milliseconds,
      statusCode: result.statusCode,
      failure: result.failure,
    });
    await tx
      .update(webhookDeliveries)
      .set({
        state: step.kind === "retry" ? "pending" : step.kind === "delivered" ? "delivered" : "failed",
        attempts: delivery.attempts + 1,
        roundAttempts: attempt,
        nextAt,
        claimedUntil: null,
        endedAt: nextAt ? null : now,
      })
      .where(isDelivery(ctx, delivery.id));
    await tx
      .update(webhooks)
      .set({ failingSince })
      .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.id, webhook.id)));
    const { projectId } = ctx;
    if (nextAt) await enqueueDelivery(tx, { projectId, deliveryId: delivery.id }, nextAt);
    return step.kind === "given_up" ? step.disable : null;
  });
  if (disable) await setWebhookEnabled(ctx, { webhookId: webhook.id, isEnabled: false }, disable);
}
