import { type Change, change, erased } from "./event-definition";
import { definitionOf, isAuditAction } from "./events";
import type { Leaf } from "./leaf";
import { type Sentence, sentence, words } from "./sentence";

/** An event as people read it: drawn from the sealed bytes, with the clear values that still exist. */
export type EventView = {
  eventId: string;
  occurredAt: string;
  actor: {
    kind: Leaf["actor"]["kind"];
    ref: string;
    /** Null = the name was erased. */
    name: string | null;
    roles: readonly string[];
    authTime: string | null;
    authMethod: string | null;
  };
  action: string;
  sentence: Sentence;
  /** The actor's own words: a reason or a comment. */
  quote: string | null;
  changes: readonly Change[];
  object: Leaf["object"];
  payload: Readonly<Record<string, unknown>>;
  requestId: string;
};

const parseChanges = (value: unknown): Change[] => {
  const parsed = change.array().safeParse(value);
  return parsed.success ? parsed.data : [];
};

function describeEvent(leaf: Leaf, payload: Record<string, unknown>): Sentence {
  if (isAuditAction(leaf.action)) {
    const definition = definitionOf(leaf.action);
    const parsed = definition.payload.safeParse(payload);
    if (parsed.success) return definition.describe(parsed.data);
  }
  // Recorded by another version of the product: still shown, in plain words.
  return sentence`did ${words(leaf.action.replaceAll(".", " "))} on ${words(leaf.object.type)} ${leaf.object.id}`;
}

function actorName(leaf: Leaf, clear: ReadonlyMap<string, string>): string | null {
  if (leaf.actor.kind === "system") return leaf.actor.ref.replace(/^system:/, "");
  return clear.get("actor_name") ?? null;
}

/** Puts a leaf and its remaining clear values together. */
export function toEventView(leaf: Leaf, clear: ReadonlyMap<string, string>): EventView {
  const personal = Object.keys(leaf.commitments).filter((field) => field.startsWith("payload."));
  const values = personal.map((field) => [field.slice("payload.".length), clear.get(field) ?? erased] as const);
  const payload: Record<string, unknown> = { ...leaf.payload, ...Object.fromEntries(values) };
  const reason = "reason" in leaf.commitments ? (clear.get("reason") ?? erased) : null;
  const comment = typeof payload.comment === "string" ? payload.comment : null;
  return {
    eventId: leaf.event_id,
    occurredAt: leaf.occurred_at,
    actor: {
      kind: leaf.actor.kind,
      ref: leaf.actor.ref,
      name: actorName(leaf, clear),
      roles: leaf.actor.roles ?? leaf.actor.scopes ?? [],
      authTime: leaf.actor.auth_time ?? null,
      authMethod: leaf.actor.auth_method ?? null,
    },
    action: leaf.action,
    sentence: describeEvent(leaf, payload),
    quote: reason ?? comment,
    changes: parseChanges(payload.changes),
    object: leaf.object,
    payload,
    requestId: leaf.request_id,
  };
}
