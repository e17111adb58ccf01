import "server-only";
import { z } from "zod";
import { ownerContext } from "@/lib/auth/owner-context";
import { invalidInput } from "@/lib/errors";
import { listEnvironments } from "@/lib/governance/queries";
import { getDeliveries, listWebhooks } from "@/lib/integrations/webhooks/webhook-query";
import { moment, name, paged, pageOf } from "../fields";
import { readCursor, sliceOf, writeCursor } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const webhook = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    format: z.string(),
    isEnabled: z.boolean(),
    disabledBecause: z.string().nullable(),
    failingSince: moment.nullable(),
    createdAt: moment,
    createdBy: z.string(),
    pending: z.int(),
    failed: z.int(),
    delivered: z.int(),
    lastDeliveredAt: moment.nullable(),
  })
  .meta({ id: "Webhook" });
const delivery = z
  .object({
    id: z.string(),
    type: z.string(),
    state: z.string(),
    createdAt: moment,
    endedAt: moment.nullable(),
    attempts: z.array(
      z.object({
        attempt: z.int(),
        at: moment,
        statusCode: z.int().nullable(),
        failure: z.string().nullable(),
        milliseconds: z.int(),
      }),
    ),
  })
  .meta({ id: "WebhookDelivery" });

export const projectRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/environments",
    tag: "Deployments",
    scope: "read",
    summary: "List environments in the order of promotion",
    response: z.object({ items: z.array(z.object({ name: z.string(), position: z.int() })) }),
    handle: async ({ ctx }) => ({ items: await listEnvironments(ctx) }),
  }),
  jsonRoute({
    method: "GET",
    path: "/webhooks",
    tag: "Project",
    scope: "read",
    summary: "List webhooks by name, with how their deliveries went; never their secrets",
    query: z.object(paged),
    response: pageOf(webhook),
    handle: async ({ ctx, query }) =>
      sliceOf(await listWebhooks(await ownerContext(ctx, "webhook.view")), (row) => row.id, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/webhooks/{webhook}/deliveries",
    tag: "Project",
    scope: "read",
    summary: "List the deliveries of a webhook, newest first",
    params: z.object({ webhook: name }),
    query: z.object(paged),
    response: pageOf(delivery),
    handle: async ({ ctx, params, query }) => {
      const owner = await ownerContext(ctx, "webhook.view");
      const after = query.cursor === undefined ? null : readCursor(query.cursor);
      if (after !== null && !/^[^~]+~[^~]+$/.test(after))
        throw invalidInput("cursor", "is not one that this list gave");
      const page = await getDeliveries(owner, params.webhook, after, query.limit);
      return { items: page.rows, next: writeCursor(page.next) };
    },
  }),
];
