import { commitment, type Leaf, parseLeaf } from "./leaf";
import { hashesEqual, leafHash } from "./merkle";

/** A numbered event as it is stored, with what stands beside its leaf. */
export type StoredEvent = {
  seq: number;
  numberedHash: Buffer;
  eventId: string;
  projectId: number | null;
  occurredAt: Date;
  actorRef: string;
  actorKind: string;
  action: string;
  objectType: string;
  objectId: string;
  objectDigest: string | null;
  requestId: string;
  leafHash: Buffer;
  canonical: Buffer;
};
export type PrivateValue = { field: string; salt: Buffer; value: string };

const columns = (event: StoredEvent, leaf: Leaf): [string, unknown, unknown][] => [
  ["event id", event.eventId, leaf.event_id],
  ["project", event.projectId, leaf.project_id],
  ["time", event.occurredAt.getTime(), Date.parse(leaf.occurred_at)],
  ["actor", event.actorRef, leaf.actor.ref],
  ["kind of actor", event.actorKind, leaf.actor.kind],
  ["action", event.action, leaf.action],
  ["object type", event.objectType, leaf.object.type],
  ["object", event.objectId, leaf.object.id],
  ["digest", event.objectDigest, leaf.object.digest],
  ["request", event.requestId, leaf.request_id],
];

/** Hashes the stored bytes again and compares all that rests on them; returns the first thing that is wrong, or null. */
export function checkEvent(event: StoredEvent, kept: readonly PrivateValue[], origin: string): string | null {
  const hash = leafHash(event.canonical);
  if (!hashesEqual(hash, event.numberedHash)) return "its stored bytes do not have the hash that was numbered";
  if (!hashesEqual(hash, event.leafHash)) return "its stored bytes do not have the hash stored with them";
  let leaf: Leaf;
  try {
    leaf = parseLeaf(event.canonical);
  } catch {
    return "its stored bytes are not a log entry";
  }
  if (leaf.log_origin !== origin) return `it belongs to another log, ${leaf.log_origin}`;
  const column = columns(event, leaf).find(([, stored, sealed]) => stored !== sealed);
  if (column) return `its ${column[0]} in the list differs from the sealed one`;
  const changed = kept.find(({ field, salt, value }) => leaf.commitments[field] !== commitment(salt, value));
  return changed ? `the clear value of ${changed.field} is not the one that was committed to` : null;
}
