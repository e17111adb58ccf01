import "server-only";
import { createHash } from "node:crypto";
import { and, asc, desc, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Db, Reader } from "@/db/client";
import { type AuditCheckpointRow, auditCheckpoints, auditEvents, auditLeaves, auditPrivate } from "@/db/schema/audit";
import type { Sealed } from "./await-sealed";
import { contentDigest } from "./canonical-json";
import type { Hash } from "./merkle";
import { consistencyProof, inclusionProofs } from "./tree-store";

export const bundleFormat = "countersign-evidence-bundle/1";
const maxEarlier = 16;

/** A text that goes with the events, e.g. the canonical JSON of an evidence document. */
export type BundleDocument = { name: string; content: string };
type ClearValues = Record<string, { salt: string; value: string }>;
type BundleEvent = { seq: number; canonical: string; proof: string[]; private: ClearValues };

/** The file that public/verify.mjs checks. Everything in it but `vkey` is bound to the signed root. */
export type EvidenceBundle = {
  format: typeof bundleFormat;
  origin: string;
  vkey: string;
  checkpoint: string;
  earlier_checkpoints: { checkpoint: string; proof: string[] }[];
  events: BundleEvent[];
  documents: { name: string; digest: string; content: string }[];
};

const base64 = (bytes: Hash) => Buffer.from(bytes).toString("base64");

export type SealedEvent = { seq: number; eventId: string; canonical: Buffer; leafHash: Buffer };

/** Sealed events that match, in order; `limit` + 1 at most, so that too many can be told. */
export function listSealedEvents(db: Reader, condition: SQL | undefined, limit: number): Promise<SealedEvent[]> {
  return db
    .select({
      seq: auditLeaves.seq,
      eventId: auditEvents.eventId,
      canonical: auditEvents.canonical,
      leafHash: auditLeaves.leafHash,
    })
    .from(auditEvents)
    .innerJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.eventId))
    .where(condition)
    .orderBy(asc(auditLeaves.seq))
    .limit(limit + 1);
}

/** The newest event that matches, sealed or not; null when there is none. */
export async function findNewestEvent(db: Reader, condition: SQL | undefined): Promise<string | null> {
  const [event] = await db
    .select({ eventId: auditEvents.eventId })
    .from(auditEvents)
    .where(condition)
    .orderBy(desc(auditEvents.id))
    .limit(1);
  return event?.eventId ?? null;
}

/** One digest over the leaf hashes in order: SHA-256(hash 1 || hash 2 || ...). */
export function eventsDigest(events: readonly SealedEvent[]): string {
  const hash = createHash("sha256");
  for (const event of events) hash.update(event.leafHash);
  return `sha256:${hash.digest("hex")}`;
}

/** Clear values that still exist, by event. */
export async function loadClearValues(db: Reader, eventIds: readonly string[]): Promise<Map<string, ClearValues>> {
  const values = new Map<string, ClearValues>();
  if (eventIds.length === 0) return values;
  for (const { eventId, field, salt, value } of await db
    .select()
    .from(auditPrivate)
    .where(inArray(auditPrivate.eventId, [...eventIds]))) {
    values.set(eventId, { ...values.get(eventId), [field]: { salt: base64(salt), value } });
  }
  return values;
}

/** The checkpoints that first sealed these events, oldest first: proof that the log only grew since. */
async function earlierCheckpoints(
  db: Reader,
  events: readonly SealedEvent[],
  current: AuditCheckpointRow,
): Promise<EvidenceBundle["earlier_checkpoints"]> {
  const sealing = await db
    .select()
    .from(auditCheckpoints)
    .where(
      and(
        lt(auditCheckpoints.size, current.size),
        eq(auditCheckpoints.vkey, current.vkey),
        inArray(auditCheckpoints.size, sealingSizes(events)),
      ),
    )
    .orderBy(asc(auditCheckpoints.size))
    .limit(maxEarlier);
  const proofs = await Promise.all(sealing.map((row) => consistencyProof(db, row.size, current.size)));
  return sealing.map((row, i) => ({ checkpoint: row.note, proof: (proofs[i] ?? []).map(base64) }));
}

const sealingSizes = (events: readonly SealedEvent[]) => sql`(
  select (select min(c.size) from audit_checkpoints c where c.size >= wanted.seq)
  from unnest(${`{${events.map(({ seq }) => seq).join(",")}}`}::bigint[]) as wanted(seq))`;

/** Builds the file from events and the sealed record of the export, which comes last and names all the others. */
export async function buildBundle(
  db: Db,
  origin: string,
  events: readonly SealedEvent[],
  sealed: Sealed,
  documents: readonly BundleDocument[],
): Promise<EvidenceBundle> {
  const { size, note, vkey } = sealed.checkpoint;
  const clear = await loadClearValues(
    db,
    events.map((event) => event.eventId),
  );
  const proofs = await inclusionProofs(
    db,
    events.map((event) => event.seq),
    size,
  );
  const entries = events.map((event, i): BundleEvent => {
    const proof = (proofs[i] ?? []).map(base64);
    return { seq: event.seq, canonical: base64(event.canonical), proof, private: clear.get(event.eventId) ?? {} };
  });
  return {
    format: bundleFormat,
    origin,
    vkey,
    checkpoint: note,
    earlier_checkpoints: await earlierCheckpoints(db, events, sealed.checkpoint),
    events: entries,
    documents: documents.map(({ name, content }) => ({ name, digest: contentDigest(content), content })),
  };
}
