import "server-only";
import { and, asc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { Db, Reader } from "@/db/client";
import { auditCheckpoints, auditEvents, auditLeaves, auditNodes, auditPending, auditPrivate } from "@/db/schema/audit";
import { checkEvent, type PrivateValue, type StoredEvent } from "./check-event";
import { type Checkpoint, openCheckpoint } from "./checkpoint";
import { emptyRoot, hashesEqual } from "./merkle";
import { TreeFrontier, type TreeNode } from "./merkle-tree";
import { logOrigin } from "./origin";
import { NoteError, type NoteVerifier, parseVkey } from "./signed-note";

export type Broken = { what: string; seq: number | null; eventId: string | null };
/** What was checked, and the first broken thing. */
export type LogCheck = {
  size: number;
  root: string;
  checkpoints: number;
  proofNodes: number;
  clearValues: number;
  /** Checkpoints from outside the database that the log was compared with. */
  heldOutside: number;
  /** Events written but not sealed yet. */
  waiting: number;
  broken: Broken | null;
  milliseconds: number;
};
export type VerifyOptions = {
  vkeys: readonly string[];
  /** Checkpoints kept outside the database, e.g. beside the key or by an auditor. */
  held?: readonly string[];
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

const batchSize = 1_000;
class Breakage extends Error {
  constructor(readonly broken: Broken) {
    super(broken.what);
  }
}
const breakAt = (what: string, at: Partial<Broken> = {}): never => {
  throw new Breakage({ what, seq: null, eventId: null, ...at });
};

const storedEvent = {
  seq: auditLeaves.seq,
  numberedHash: auditLeaves.leafHash,
  eventId: auditEvents.eventId,
  projectId: auditEvents.projectId,
  occurredAt: auditEvents.occurredAt,
  actorRef: auditEvents.actorRef,
  actorKind: auditEvents.actorKind,
  action: auditEvents.action,
  objectType: auditEvents.objectType,
  objectId: auditEvents.objectId,
  objectDigest: auditEvents.objectDigest,
  requestId: auditEvents.requestId,
  leafHash: auditEvents.leafHash,
  canonical: auditEvents.canonical,
};

async function loadBatch(
  db: Reader,
  after: number,
): Promise<{ events: StoredEvent[]; kept: Map<string, PrivateValue[]> }> {
  const events = await db
    .select(storedEvent)
    .from(auditLeaves)
    .innerJoin(auditEvents, eq(auditEvents.eventId, auditLeaves.eventId))
    .where(and(gt(auditLeaves.seq, after), lte(auditLeaves.seq, after + batchSize)))
    .orderBy(asc(auditLeaves.seq));
  const kept = new Map<string, PrivateValue[]>();
  if (events.length === 0) return { events, kept };
  const values = await db
    .select()
    .from(auditPrivate)
    .where(
      inArray(
        auditPrivate.eventId,
        events.map((e) => e.eventId),
      ),
    );
  for (const value of values) kept.set(value.eventId, [...(kept.get(value.eventId) ?? []), value]);
  return { events, kept };
}

/** Proofs are made from stored nodes: they must be those of the recomputed tree. */
async function checkNodes(db: Reader, nodes: readonly TreeNode[]): Promise<number> {
  const inner = nodes.filter((node) => node.level > 0);
  if (inner.length === 0) return 0;
  const key = (level: number, index: number | bigint) => `${level}/${index}`;
  const wanted = sql`(${auditNodes.level}, ${auditNodes.index}) in (select * from unnest(
    ${`{${inner.map((n) => n.level).join(",")}}`}::int[], ${`{${inner.map((n) => n.index).join(",")}}`}::bigint[]))`;
  const rows = await db.select().from(auditNodes).where(wanted);
  const stored = new Map(rows.map((row) => [key(row.level, row.index), row.hash]));
  for (const node of inner) {
    const hash = stored.get(key(node.level, node.index));
    if (!hash || !hashesEqual(hash, node.hash))
      breakAt(`The stored proof node ${key(node.level, node.index)} is ${hash ? "wrong" : "missing"}.`);
  }
  return inner.length;
}

function opened(note: string, verifiers: readonly NoteVerifier[], origin: string, name: string): Checkpoint {
  try {
    return openCheckpoint(note, verifiers, origin);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    return breakAt(`${name}: ${error.message}`);
  }
}

type Claim = { name: string; size: number; root: Uint8Array };

async function loadClaims(
  db: Reader,
  options: VerifyOptions,
  origin: string,
): Promise<{ claims: Claim[]; sealed: number }> {
  const verifiers = options.vkeys.map(parseVkey);
  const rows = await db.select().from(auditCheckpoints).orderBy(asc(auditCheckpoints.size));
  const claims: Claim[] = rows.map((row, i) => {
    const name = `Checkpoint ${row.number}`;
    if (row.number !== i + 1) breakAt(`Checkpoint ${i + 1} is missing.`);
    const note = opened(row.note, verifiers, origin, name);
    if (note.size !== BigInt(row.size) || !hashesEqual(note.root, row.root))
      breakAt(`${name}: its columns differ from what was signed.`);
    return { name, size: row.size, root: note.root };
  });
  for (const note of options.held ?? []) {
    const { size, root } = opened(note, verifiers, origin, "A checkpoint kept outside the database");
    claims.push({ name: `The checkpoint of ${size} events kept outside the database`, size: Number(size), root });
  }
  return { claims, sealed: rows.at(-1)?.size ?? 0 };
}

async function checkLog(db: Reader, options: VerifyOptions, check: LogCheck): Promise<void> {
  const origin = await logOrigin(db);
  const { claims, sealed } = await loadClaims(db, options, origin);
  check.waiting = await db.$count(auditPending);
  const [leaves] = await db
    .select({ total: sql<number>`coalesce(max(${auditLeaves.seq}), 0)::float8` })
    .from(auditLeaves);
  const total = leaves?.total ?? 0;
  const tree = TreeFrontier.empty();
  const bySize = new Map<number, Claim[]>();
  for (const claim of claims) bySize.set(claim.size, [...(bySize.get(claim.size) ?? []), claim]);
  const compare = () => {
    for (const claim of bySize.get(Number(tree.size)) ?? []) {
      if (!hashesEqual(claim.root, tree.root()))
        breakAt(`${claim.name} has another root than the first ${claim.size} events.`, { seq: claim.size });
    }
  };
  while (tree.size < BigInt(total)) {
    options.signal?.throwIfAborted();
    const { events, kept } = await loadBatch(db, check.size);
    if (events.length === 0) breakAt(`Event ${check.size + 1} is missing.`, { seq: check.size + 1 });
    const completed: TreeNode[] = [];
    for (const event of events) {
      const seq = check.size + 1;
      if (event.seq !== seq) breakAt(`Event ${seq} is missing.`, { seq });
      const values = kept.get(event.eventId) ?? [];
      const wrong = checkEvent(event, values, origin);
      if (wrong) breakAt(`Event ${seq}: ${wrong}.`, { seq, eventId: event.eventId });
      completed.push(...tree.append(event.numberedHash));
      check.size = seq;
      check.clearValues += values.length;
      compare();
    }
    check.proofNodes += await checkNodes(db, completed);
    check.root = Buffer.from(tree.root()).toString("hex");
    options.onProgress?.(check.size, total);
  }
  const beyond = claims.find((claim) => claim.size > total);
  if (beyond)
    breakAt(`${beyond.name} covers ${beyond.size} events, but the log has only ${total}: its end was cut off.`, {
      seq: total + 1,
    });
  if (sealed !== total)
    breakAt(`Events ${sealed + 1} to ${total} are numbered but no checkpoint covers them.`, { seq: sealed + 1 });
  const [lost] = await db.execute<{ event_id: string }>(sql`
    select e.event_id from audit_events e
    where not exists (select 1 from audit_leaves l where l.event_id = e.event_id)
      and not exists (select 1 from audit_pending p where p.event_id = e.event_id) order by e.id limit 1`);
  if (lost) breakAt(`Event ${lost.event_id} is neither numbered nor waiting.`, { eventId: lost.event_id });
  check.checkpoints = claims.length - (options.held?.length ?? 0);
  check.heldOutside = options.held?.length ?? 0;
}

/**
 * Hashes the stored bytes of every event again, recomputes the tree and compares it with every checkpoint, every stored
 * proof node and every committed value, on one snapshot of the database.
 */
export async function verifyLog(db: Db, options: VerifyOptions): Promise<LogCheck> {
  const started = performance.now();
  const root = Buffer.from(emptyRoot).toString("hex");
  const check: LogCheck = {
    size: 0,
    root,
    checkpoints: 0,
    proofNodes: 0,
    clearValues: 0,
    heldOutside: 0,
    waiting: 0,
    broken: null,
    milliseconds: 0,
  };
  try {
    await db.transaction((tx) => checkLog(tx, options, check), {
      isolationLevel: "repeatable read",
      accessMode: "read only",
    });
  } catch (error) {
    if (!(error instanceof Breakage)) throw error;
    check.broken = error.broken;
  }
  check.milliseconds = Math.round(performance.now() - started);
  return check;
}
