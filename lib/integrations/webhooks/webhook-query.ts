import "server-only";
import { and, asc, count, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { users, webhookAttempts, webhookDeliveries, webhooks } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";

export type WebhookView = Awaited<ReturnType<typeof listWebhooks>>[number];
export type DeliveryPage = Awaited<ReturnType<typeof getDeliveries>>;
export type DeliveryView = DeliveryPage["rows"][number];

const pageSize = 50;
const columns = {
  id: webhooks.id,
  name: webhooks.name,
  url: webhooks.url,
  events: webhooks.events,
  format: webhooks.format,
  isEnabled: webhooks.isEnabled,
  disabledBecause: webhooks.disabledBecause,
  failingSince: webhooks.failingSince,
  /** Until when the secret before the present one holds too. */
  formerSecretUntil: webhooks.formerSecretUntil,
  lockVersion: webhooks.lockVersion,
  createdAt: webhooks.createdAt,
  createdBy: users.name,
};

/** The webhooks of the project by name, with how their last deliveries went. Secrets are never read. */
export async function listWebhooks(ctx: Context) {
  authorize(ctx, "webhook.view");
  const of = sql`from ${webhookDeliveries} where ${webhookDeliveries.projectId} = ${webhooks.projectId} and ${webhookDeliveries.webhookId} = ${webhooks.id}`;
  return ctx.db
    .select({
      ...columns,
      pending: sql<number>`(select count(*)::int ${of} and ${webhookDeliveries.state} = 'pending')`,
      failed: sql<number>`(select count(*)::int ${of} and ${webhookDeliveries.state} = 'failed')`,
      delivered: sql<number>`(select count(*)::int ${of} and ${webhookDeliveries.state} = 'delivered')`,
      lastDeliveredAt:
        sql<Date | null>`(select max(${webhookDeliveries.endedAt}) ${of} and ${webhookDeliveries.state} = 'delivered')`.mapWith(
          webhookDeliveries.endedAt,
        ),
    })
    .from(webhooks)
    .innerJoin(users, eq(users.id, webhooks.createdBy))
    .where(and(eq(webhooks.projectId, ctx.projectId), isNull(webhooks.deletedAt)))
    .orderBy(asc(webhooks.name));
}

/** One webhook and a page of its delivery log, newest first. Throws NOT_FOUND. */
export async function getDeliveries(ctx: Context, webhookId: string, after: string | null, limit = pageSize) {
  authorize(ctx, "webhook.view");
  const webhook = (await listWebhooks(ctx)).find(({ id }) => id === webhookId);
  if (!webhook) throw notFound("The webhook");
  const own = and(eq(webhookDeliveries.projectId, ctx.projectId), eq(webhookDeliveries.webhookId, webhookId));
  const [total, found] = await Promise.all([
    ctx.db.select({ n: count() }).from(webhookDeliveries).where(own),
    ctx.db
      .select()
      .from(webhookDeliveries)
      .where(and(own, before(after)))
      .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
      .limit(limit + 1),
  ]);
  const shown = found.slice(0, limit);
  const ids = shown.map(({ id }) => id);
  const attempts =
    ids.length === 0
      ? []
      : await ctx.db
          .select()
          .from(webhookAttempts)
          .where(and(eq(webhookAttempts.projectId, ctx.projectId), inArray(webhookAttempts.deliveryId, ids)))
          .orderBy(desc(webhookAttempts.attempt));
  const last = shown.at(-1);
  return {
    webhook,
    rows: shown.map((row) => ({ ...row, attempts: attempts.filter(({ deliveryId }) => deliveryId === row.id) })),
    total: total[0]?.n ?? 0,
    next: last && found.length > limit ? `${last.createdAt.toISOString()}~${last.id}` : null,
  };
}

function before(after: string | null) {
  const [at, id] = after?.split("~") ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at))) return undefined;
  const moment = new Date(at);
  const { createdAt } = webhookDeliveries;
  return or(lt(createdAt, moment), and(eq(createdAt, moment), lt(webhookDeliveries.id, id)));
}
