import "server-only";
import { randomBytes } from "node:crypto";
import type { Tx } from "@/db/client";
import { auditEvents, auditPrivate } from "@/db/schema/audit";
import type { Context } from "@/lib/context";
import { invalidInput } from "@/lib/errors";
import { CanonicalJsonError, canonicalBytes, maxEventBytes } from "./canonical-json";
import { erased, maxPersonalLength } from "./event-definition";
import { type AuditEvent, definitionOf } from "./events";
import { commitment, describeActor, type Leaf, leafVersion, saltSize } from "./leaf";
import { leafHash } from "./merkle";
import { logOrigin } from "./origin";
import { sentenceText } from "./sentence";

/** What appendAudit needs of a context; `projectId` null = an event of the whole installation. */
export type AuditContext = Pick<Context, "actor" | "now" | "newId" | "requestId"> & { projectId: number | null };

const withoutUndefined = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (v === undefined ? [] : [[k, withoutUndefined(v)]])),
  );
};

function assertPersonal(field: string, value: string): void {
  if (value.length > maxPersonalLength) throw invalidInput(field, `at most ${maxPersonalLength} characters are kept.`);
  if (value.includes("\0")) throw invalidInput(field, "remove the null characters.");
}

/** Clear values of an event that stay outside its leaf, by field. */
function personalValues(ctx: AuditContext, event: AuditEvent, payload: Record<string, unknown>): Map<string, string> {
  const values = new Map<string, string>();
  if (ctx.actor.kind !== "system") values.set("actor_name", ctx.actor.name);
  if (event.reason) values.set("reason", event.reason);
  for (const key of definitionOf(event.action).personal) {
    const value = payload[key];
    if (typeof value === "string") values.set(`payload.${key}`, value);
  }
  for (const [field, value] of values) assertPersonal(field.replace("payload.", ""), value);
  return values;
}

/**
 * Records an event in the caller's transaction: it exists exactly when the change it tells of does. Names and free text
 * enter the leaf as salted commitments only. Numbering and sealing happen later, in the sequencer.
 * Throws INVALID_INPUT naming the field when a text has no canonical form or the event exceeds 60,000 bytes.
 */
export async function appendAudit(tx: Tx, ctx: AuditContext, event: AuditEvent): Promise<{ eventId: string }> {
  const definition = definitionOf(event.action);
  const parsed = withoutUndefined(definition.payload.parse(event.payload)) as Record<string, unknown>;
  const secrets = [...personalValues(ctx, event, parsed)].map(([field, value]) => ({
    field,
    value,
    salt: randomBytes(saltSize),
  }));
  const hidden = new Set(definition.personal);
  const projectId = event.projectId === undefined ? ctx.projectId : event.projectId;
  const occurredAt = ctx.now();
  try {
    const leaf: Leaf = {
      schema_version: leafVersion,
      log_origin: await logOrigin(tx),
      event_id: ctx.newId(),
      project_id: projectId,
      occurred_at: occurredAt.toISOString(),
      actor: describeActor(ctx.actor),
      action: event.action,
      object: { type: event.objectType, id: event.objectId, digest: event.objectDigest ?? null },
      request_id: ctx.requestId,
      payload: Object.fromEntries(Object.entries(parsed).filter(([key]) => !hidden.has(key))),
      commitments: Object.fromEntries(secrets.map(({ field, salt, value }) => [field, commitment(salt, value)])),
    };
    const canonical = canonicalBytes(leaf, maxEventBytes);
    const masked = {
      ...parsed,
      ...Object.fromEntries(definition.personal.flatMap((k) => (k in parsed ? [[k, erased]] : []))),
    };
    await tx.insert(auditEvents).values({
      eventId: leaf.event_id,
      projectId,
      occurredAt,
      actorRef: leaf.actor.ref,
      actorKind: leaf.actor.kind,
      action: event.action,
      objectType: event.objectType,
      objectId: event.objectId,
      objectDigest: leaf.object.digest,
      requestId: ctx.requestId,
      schemaVersion: leafVersion,
      summary: sentenceText(definition.describe(masked)).replaceAll("\0", " ").replaceAll(erased, ""),
      canonical,
      leafHash: leafHash(canonical),
    });
    if (secrets.length > 0) {
      await tx.insert(auditPrivate).values(secrets.map((secret) => ({ ...secret, eventId: leaf.event_id })));
    }
    return { eventId: leaf.event_id };
  } catch (error) {
    if (error instanceof CanonicalJsonError) throw invalidInput(error.path || "event", error.message);
    throw error;
  }
}
