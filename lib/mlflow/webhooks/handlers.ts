import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { type WebhookRow, webhooks } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { changeMlflowWebhook } from "@/lib/integrations/webhooks/commands/change-mlflow-webhook";
import { createMlflowWebhook } from "@/lib/integrations/webhooks/commands/create-mlflow-webhook";
import { removeWebhook } from "@/lib/integrations/webhooks/commands/remove-webhook";
import { tryMlflowWebhook } from "@/lib/integrations/webhooks/commands/try-mlflow-webhook";
import { eventOf, isPair, mlflowPairs, pairOf } from "@/lib/integrations/webhooks/mlflow-events";
import { type SortTerm, searchPage } from "../search/keyset";
import type { WireContext } from "../wire/authenticate";
import { doesNotExist, invalidValue } from "../wire/errors";
import { enumeration, int64, list, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";

const scope = "webhooks" as const;
const most = 1_000;
const status = enumeration({ ACTIVE: 1, DISABLED: 2 });
const entity = enumeration({
  ...{ REGISTERED_MODEL: 1, MODEL_VERSION: 2, MODEL_VERSION_TAG: 3, MODEL_VERSION_ALIAS: 4, PROMPT: 5 },
  ...{ PROMPT_VERSION: 6, PROMPT_TAG: 7, PROMPT_VERSION_TAG: 8, PROMPT_ALIAS: 9 },
});
const action = enumeration({ CREATED: 1, UPDATED: 2, DELETED: 3, SET: 4 });
const event = z.object({ entity, action });
const byId = z.object({ webhook_id: requiredText });

function pairs(events: readonly z.output<typeof event>[]): string[] {
  for (const one of events)
    if (!isPair(pairOf(one)))
      throw invalidValue(
        `Invalid action '${one.action}' for entity '${one.entity}'. Valid actions are: ${JSON.stringify(mlflowPairs[one.entity])}`,
      );
  return [...new Set(events.map(pairOf))];
}

/** A webhook as the wire says it; its secret never. */
const message = (row: WebhookRow) => ({
  webhook_id: row.id,
  name: row.name,
  description: row.description || undefined,
  url: row.url,
  events: row.events.map(eventOf),
  status: row.isEnabled ? "ACTIVE" : "DISABLED",
  creation_timestamp: row.createdAt.getTime(),
  last_updated_timestamp: row.updatedAt.getTime(),
});

const own = (ctx: WireContext) =>
  and(eq(webhooks.projectId, ctx.projectId), eq(webhooks.format, "mlflow"), isNull(webhooks.deletedAt));

async function requireWebhook(ctx: WireContext, id: string): Promise<WebhookRow> {
  authorize(ctx, "webhook.view");
  const [row] = await ctx.db
    .select()
    .from(webhooks)
    .where(and(own(ctx), eq(webhooks.id, id)));
  if (!row) throw doesNotExist(`Webhook with ID ${id.slice(0, 100)} not found.`);
  return row;
}

export const createWebhookHandler = mlflowHandler(
  {
    scope,
    schema: z.object({
      name: requiredText,
      url: requiredText,
      events: z.array(event).min(1),
      description: text.optional(),
      secret: text.optional(),
      status: status.optional(),
    }),
  },
  async (ctx, { name, url, events, description, secret, status: asked }) => {
    const { webhookId } = await createMlflowWebhook(ctx, {
      ...{ name, url, events: pairs(events), description, secret },
      isEnabled: asked !== "DISABLED",
    });
    return { webhook: message(await requireWebhook(ctx, webhookId)) };
  },
);

const listOrder: SortTerm[] = [
  { by: webhooks.createdAt, type: "timestamptz", ascending: true },
  { by: webhooks.id, type: "text", ascending: true },
];

export const listWebhooksHandler = mlflowHandler(
  { scope, schema: z.object({ max_results: int64.default(100), page_token: text.optional() }) },
  async (ctx, { max_results, page_token }) => {
    authorize(ctx, "webhook.view");
    if (max_results < 1 || max_results > most) throw invalidValue(`max_results must be between 1 and ${most}.`);
    const paging = { token: page_token, asked: ["webhooks"], limit: max_results };
    const { rows, next } = await searchPage(ctx, listOrder, paging, ({ place, after, order, rows }) =>
      ctx.db
        .select({ webhook: webhooks, place })
        .from(webhooks)
        .where(and(own(ctx), after))
        .orderBy(...order)
        .limit(rows),
    );
    return { webhooks: rows.map(({ webhook }) => message(webhook)), next_page_token: next };
  },
);

export const getWebhookHandler = mlflowHandler({ scope, schema: byId }, async (ctx, { webhook_id }) => ({
  webhook: message(await requireWebhook(ctx, webhook_id)),
}));

export const updateWebhookHandler = mlflowHandler(
  {
    scope,
    schema: byId.extend({
      name: text.optional(),
      url: text.optional(),
      events: list(event),
      description: text.optional(),
      secret: text.optional(),
      status: status.optional(),
    }),
  },
  async (ctx, { webhook_id, name, url, events, description, secret, status: asked }) => {
    const { id: webhookId } = await requireWebhook(ctx, webhook_id);
    await changeMlflowWebhook(ctx, {
      ...{ webhookId, description, secret },
      ...(name ? { name } : {}),
      ...(url ? { url } : {}),
      ...(events.length > 0 ? { events: pairs(events) } : {}),
      ...(asked === undefined ? {} : { isEnabled: asked === "ACTIVE" }),
    });
    return { webhook: message(await requireWebhook(ctx, webhookId)) };
  },
);

export const deleteWebhookHandler = mlflowHandler({ scope, schema: byId }, async (ctx, { webhook_id }) => {
  await removeWebhook(ctx, { webhookId: (await requireWebhook(ctx, webhook_id)).id });
});

/** Of the answer only the status code is told, never its body: it may come from inside somebody else's network. */
export const testWebhookHandler = mlflowHandler(
  { scope, schema: byId.extend({ event: event.optional() }) },
  async (ctx, { webhook_id, event: asked }) => {
    const { id: webhookId } = await requireWebhook(ctx, webhook_id);
    const [pair] = asked ? pairs([asked]) : [];
    const { statusCode, failure } = await tryMlflowWebhook(ctx, { webhookId, ...(pair ? { event: pair } : {}) });
    return {
      result: {
        success: failure === null,
        response_status: statusCode ?? undefined,
        error_message: failure ?? undefined,
      },
    };
  },
);
