import "server-only";
import { sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { type AuditCheckpointRow, auditCheckpoints } from "@/db/schema/audit";
import { type Checkpoint, openCheckpoint, signCheckpoint } from "./checkpoint";
import { findLastCheckpoint } from "./checkpoint-query";
import { hashesEqual, verifyConsistency } from "./merkle";
import type { TreeFrontier, TreeNode } from "./merkle-tree";
import { logOrigin } from "./origin";
import { NoteError, parseVkey } from "./signed-note";
import type { LogSigner } from "./signing-key";
import { consistencyProof, loadFrontier, storeNodes } from "./tree-store";

const lockKey = 7_235_502;
const defaultBatch = 10_000;

export type SequenceResult =
  /** `events` were numbered and sealed; the log now has `size` events under checkpoint `checkpoint`. */
  | { status: "sealed"; events: number; size: number; checkpoint: number }
  | { status: "idle"; size: number }
  /** Another process is sequencing. */
  | { status: "busy" };

/** The log does not continue what was signed before: nothing is numbered and nothing is signed until a person looks. */
export class SealingRefused extends Error {
  override name = "SealingRefused";
}

function open(note: string, signer: LogSigner, where: string): Checkpoint {
  try {
    return openCheckpoint(note, [parseVkey(signer.vkey)], signer.name);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new SealingRefused(
      `The last checkpoint ${where} was not signed with the key ${signer.keyId}: ${error.message}`,
    );
  }
}

/** Refuses unless the stored tree has the root that was signed last, here and on the signer's own disk. */
async function resumeTree(tx: Tx, signer: LogSigner, last: AuditCheckpointRow | null): Promise<TreeFrontier> {
  const size = last?.size ?? 0;
  const [leaves] = await tx.execute<{ count: number }>(
    sql`select coalesce(max(seq), 0)::float8 as count from audit_leaves`,
  );
  if (leaves?.count !== size) {
    throw new SealingRefused(
      `The last checkpoint in the database covers ${size} events, but ${leaves?.count} are numbered.`,
    );
  }
  const frontier = await loadFrontier(tx, size);
  if (last) {
    const signed = open(last.note, signer, "in the database");
    if (signed.size !== BigInt(size) || !hashesEqual(signed.root, frontier.root())) {
      throw new SealingRefused(
        `The log's first ${size} events no longer have the root signed in checkpoint ${last.number}.`,
      );
    }
  }
  const note = signer.lastSigned();
  if (note === null) return frontier;
  const remembered = open(note, signer, "beside the key");
  if (remembered.size > BigInt(size)) {
    throw new SealingRefused(
      `This database holds ${size} sealed events, but ${remembered.size} were sealed before: it is an older copy. Restore the newer one.`,
    );
  }
  const proof = await consistencyProof(tx, Number(remembered.size), size);
  const result = verifyConsistency(remembered.size, remembered.root, BigInt(size), frontier.root(), proof);
  if (!result.valid) {
    throw new SealingRefused(
      `The log does not continue the checkpoint of ${remembered.size} events kept beside the key: ${result.reason}.`,
    );
  }
  return frontier;
}

/** Numbers waiting events in the order they were written; returns their leaf hashes in that order. */
async function numberEvents(tx: Tx, size: number, limit: number): Promise<Buffer[]> {
  const rows = await tx.execute<{ leaf_hash: Buffer }>(sql`
    with waiting as (
      select e.id, e.event_id, e.leaf_hash from audit_pending p join audit_events e using (event_id) order by e.id limit ${limit}
    ), numbered as (
      insert into audit_leaves (seq, event_id, leaf_hash)
      select ${size}::bigint + row_number() over (order by id), event_id, leaf_hash from waiting order by id
      returning seq, event_id, leaf_hash
    ), done as (
      delete from audit_pending p using numbered n where p.event_id = n.event_id
    )
    select leaf_hash from numbered order by seq`);
  return rows.map((row) => row.leaf_hash);
}

async function sealBatch(
  tx: Tx,
  signer: LogSigner,
  limit: number,
  now: Date,
): Promise<{ result: SequenceResult; note: string | null }> {
  const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${lockKey}) as held`);
  if (!lock?.held) return { result: { status: "busy" }, note: null };
  const origin = await logOrigin(tx);
  if (signer.name !== origin) throw new SealingRefused(`The signer signs for ${signer.name}; this log is ${origin}.`);
  const last = await findLastCheckpoint(tx);
  const frontier = await resumeTree(tx, signer, last);
  const leaves = await numberEvents(tx, Number(frontier.size), limit);
  if (leaves.length === 0) return { result: { status: "idle", size: Number(frontier.size) }, note: last?.note ?? null };
  const completed: TreeNode[] = leaves.flatMap((leaf) => frontier.append(leaf));
  await storeNodes(tx, completed);
  const size = Number(frontier.size);
  const root = Buffer.from(frontier.root());
  if (last) {
    const proof = await consistencyProof(tx, last.size, size);
    const result = verifyConsistency(BigInt(last.size), last.root, BigInt(size), root, proof);
    if (!result.valid)
      throw new SealingRefused(`The new tree does not continue checkpoint ${last.number}: ${result.reason}.`);
  }
  const checkpoint = (last?.number ?? 0) + 1;
  const note = signCheckpoint({ origin, size: BigInt(size), root }, signer);
  await tx
    .insert(auditCheckpoints)
    .values({ size, number: checkpoint, root, note, keyId: signer.keyId, vkey: signer.vkey, signedAt: now });
  return { result: { status: "sealed", events: leaves.length, size, checkpoint }, note };
}

/**
 * Numbers the events that wait, extends the Merkle tree and signs a checkpoint: all in one transaction, so it may be killed
 * at any point and repeated at will. Throws SealingRefused when the stored log contradicts a checkpoint signed earlier.
 */
export async function sequenceAudit(
  db: Db,
  signer: LogSigner,
  { batch = defaultBatch, now = () => new Date() }: { batch?: number; now?: () => Date } = {},
): Promise<SequenceResult> {
  let events = 0;
  for (;;) {
    const { result, note } = await db.transaction((tx) => sealBatch(tx, signer, batch, now()));
    // Only what is committed counts as signed: a note of a rolled-back transaction must not outlive it.
    if (note !== null && note !== signer.lastSigned()) signer.remember(note);
    if (result.status !== "sealed") return events > 0 && result.status === "idle" ? sealedTotal(db, events) : result;
    events += result.events;
    if (result.events < batch) return { ...result, events };
  }
}

async function sealedTotal(db: Db, events: number): Promise<SequenceResult> {
  const last = await findLastCheckpoint(db);
  return { status: "sealed", events, size: last?.size ?? 0, checkpoint: last?.number ?? 0 };
}
