import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { change, defineEvent, label } from "../event-definition";
import { plain, sentence } from "../sentence";

const webhook = { name: label };
const delivery = { ...webhook, deliveryId: z.string() };

/** How people and systems outside are told: settings, response times and webhooks. */
export const notificationEvents = {
  "notification_settings.changed": defineEvent(
    "notification_settings",
    { changes: z.array(change) },
    () => sentence`changed how they are told`,
  ),
  "notification_settings.mail_turned_off": defineEvent(
    "notification_settings",
    {},
    () => sentence`turned a person's mail off by the link in a mail`,
  ),
  "response_times.changed": defineEvent(
    "response_times",
    { changes: z.array(z.object({ tier: z.enum(riskTiers), from: z.int(), to: z.int() })) },
    (p) =>
      sentence`changed the response times: ${plain(p.changes.map(({ tier, from, to }) => `${tier} risk ${from} h → ${to} h`).join(", "))}`,
  ),
  "webhook.created": defineEvent(
    "webhook",
    { ...webhook, host: label, events: z.array(label) },
    (p) => sentence`created the webhook ${p.name} to ${p.host}`,
  ),
  "webhook.changed": defineEvent(
    "webhook",
    { ...webhook, changes: z.array(change) },
    (p) => sentence`changed the webhook ${p.name}`,
  ),
  "webhook.secret_renewed": defineEvent(
    "webhook",
    { ...webhook, overlapHours: z.number().int(), formerUntil: z.string().nullable() },
    (p) =>
      p.overlapHours === 0
        ? sentence`gave the webhook ${p.name} a new signing secret; the former one ended at once`
        : sentence`gave the webhook ${p.name} a new signing secret; the former one holds for ${p.overlapHours} more hours`,
  ),
  "webhook.enabled": defineEvent("webhook", webhook, (p) => sentence`enabled the webhook ${p.name}`),
  "webhook.disabled": defineEvent(
    "webhook",
    { ...webhook, cause: label },
    (p) => sentence`disabled the webhook ${p.name}: ${plain(p.cause)}`,
  ),
  "webhook.removed": defineEvent("webhook", webhook, (p) => sentence`removed the webhook ${p.name}`),
  "webhook.tested": defineEvent("webhook", delivery, (p) => sentence`sent a test call to the webhook ${p.name}`),
  "webhook.redelivered": defineEvent(
    "webhook",
    { ...delivery, type: label },
    (p) => sentence`had ${p.type} delivered again to the webhook ${p.name}`,
  ),
} as const;
