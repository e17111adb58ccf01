import type { EventView } from "@/lib/audit/event-view";
import { objectLink } from "@/lib/audit/object-link";
import { paths } from "@/lib/paths";

/** Standard Webhooks asks for less than 20 kB. */
export const longestMessage = 20_000;
const longestText = 200;

export type MessageEvent = Pick<EventView, "eventId" | "occurredAt" | "action" | "object" | "actor" | "payload"> & {
  /** The sentence without personal data. */
  summary: string;
};

/**
 * What a webhook is told of an event: ids, names of models and links, never evidence and nothing personal. `payload` is
 * what the log carries in clear, so names and comments are not in it; of that only short single values are passed on.
 */
export function messageBody(event: MessageEvent, project: string, base: string): string {
  const absolute = (path: string) => new URL(path, base).href;
  const auditUrl = absolute(paths.auditEvent(project, event.eventId));
  const { href } = objectLink(project, event);
  const data = {
    event: event.eventId,
    project,
    summary: event.summary.slice(0, 1_000),
    actor: { kind: event.actor.kind, ref: event.actor.ref },
    object: event.object,
    url: href ? absolute(href) : auditUrl,
    audit_url: auditUrl,
  };
  const details = Object.fromEntries(Object.entries(event.payload).filter(([, value]) => isShort(value)));
  const write = (more: object) =>
    JSON.stringify({ type: event.action, timestamp: event.occurredAt, data: { ...data, ...more } });
  const full = write({ details });
  return Buffer.byteLength(full) < longestMessage ? full : write({ details: {} });
}

const isShort = (value: unknown): boolean =>
  typeof value === "number" ||
  typeof value === "boolean" ||
  value === null ||
  (typeof value === "string" && value.length <= longestText);

/** What a test call carries. */
export const testMessage = (webhook: string, project: string, at: Date): string =>
  JSON.stringify({ type: "webhook.test", timestamp: at.toISOString(), data: { project, webhook } });
