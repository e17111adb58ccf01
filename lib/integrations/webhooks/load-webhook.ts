import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type WebhookRow, webhooks } from "@/db/schema";
import type { Context } from "@/lib/context";
import { conflict, invalidInput, notFound } from "@/lib/errors";
import { type Resolver, resolveOutbound } from "../outbound/resolve-outbound";

/** Locks a webhook of the project for this transaction. Throws NOT_FOUND, also for one that was removed. */
export async function lockWebhook(tx: Tx, ctx: Context, webhookId: string): Promise<WebhookRow> {
  const [row] = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.id, webhookId), isNull(webhooks.deletedAt)))
    .for("update");
  if (!row) throw notFound("The webhook");
  return row;
}

/** Refuses an address that must not be called, naming the field and why. */
export async function assertCallable(url: string, resolve?: Resolver): Promise<void> {
  const to = await resolveOutbound(url, undefined, resolve);
  if (!to.ok) throw invalidInput("url", `The address ${to.reason}.`);
}

/** Refuses a name that another webhook of the project has. */
export async function assertNameFree(tx: Tx, ctx: Context, name: string, own: string | null): Promise<void> {
  const [taken] = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.name, name), isNull(webhooks.deletedAt)));
  if (taken && taken.id !== own) throw conflict(`There is a webhook named "${name}" already. Choose another name.`);
}
