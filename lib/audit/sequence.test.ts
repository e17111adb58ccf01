import { asc, desc, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { connect } from "@/db/client";
import { auditCheckpoints, auditEvents, auditLeaves, auditNodes, auditPending } from "@/db/schema/audit";
import { testDb } from "@/db/testing";
import { openCheckpoint, signCheckpoint } from "./checkpoint";
import { leafHash, verifyConsistency, verifyInclusion } from "./merkle";
import { TreeFrontier } from "./merkle-tree";
import { logOrigin } from "./origin";
import { SealingRefused, sequenceAudit } from "./sequence";
import { parseVkey } from "./signed-note";
import { appendComments, testSigner, withTampering } from "./testing";
import { consistencyProof, inclusionProofs } from "./tree-store";

const { db, url } = await testDb();
const origin = await logOrigin(db);
const signer = testSigner(origin);
const lastCheckpoint = async () =>
  (await db.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1))[0];

describe("sequenceAudit", () => {
  test("has nothing to do on an empty log and signs nothing", async () => {
    expect(await sequenceAudit(db, signer)).toEqual({ status: "idle", size: 0 });
    expect(await lastCheckpoint()).toBeUndefined();
  });

  test("numbers events in the order written and signs the root of their bytes", async () => {
    const ids = await appendComments(db, 5);
    expect(await sequenceAudit(db, signer)).toEqual({ status: "sealed", events: 5, size: 5, checkpoint: 1 });
    const leaves = await db.select().from(auditLeaves).orderBy(asc(auditLeaves.seq));
    expect(leaves.map((leaf) => [leaf.seq, leaf.eventId])).toEqual(ids.map((id, i) => [i + 1, id]));
    const tree = TreeFrontier.empty();
    for (const event of await db.select().from(auditEvents).orderBy(asc(auditEvents.id)))
      tree.append(leafHash(event.canonical));
    const last = await lastCheckpoint();
    expect(openCheckpoint(last?.note ?? "", [parseVkey(signer.vkey)], origin)).toEqual({
      origin,
      size: 5n,
      root: tree.root(),
    });
    expect(signer.lastSigned()).toBe(last?.note);
  });

  test("is idempotent", async () => {
    expect(await sequenceAudit(db, signer)).toEqual({ status: "idle", size: 5 });
    expect(await db.$count(auditCheckpoints)).toBe(1);
  });

  test("works in batches and keeps proofs for every event and every earlier size", async () => {
    await appendComments(db, 37);
    expect(await sequenceAudit(db, signer, { batch: 10 })).toMatchObject({
      status: "sealed",
      events: 37,
      size: 42,
      checkpoint: 5,
    });
    const last = await lastCheckpoint();
    const leaves = await db.select().from(auditLeaves).orderBy(asc(auditLeaves.seq));
    const proofs = await inclusionProofs(
      db,
      leaves.map((leaf) => leaf.seq),
      42,
    );
    for (const [i, leaf] of leaves.entries()) {
      expect(verifyInclusion(BigInt(leaf.seq - 1), 42n, leaf.leafHash, proofs[i] ?? [], last?.root as Buffer)).toEqual({
        valid: true,
      });
    }
    for (const earlier of await db.select().from(auditCheckpoints)) {
      const proof = await consistencyProof(db, earlier.size, 42);
      expect(verifyConsistency(BigInt(earlier.size), earlier.root, 42n, last?.root as Buffer, proof)).toEqual({
        valid: true,
      });
    }
  });

  test("an event that commits late is numbered in the next turn, never lost", async () => {
    const { db: slow, sql: raw } = connect(url, { max: 1 });
    const size = 42;
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    let written = () => {};
    const isWritten = new Promise<void>((done) => {
      written = done;
    });
    const late = slow.transaction(async (tx) => {
      const [id] = await appendComments(tx as unknown as typeof db, 1);
      written();
      await held;
      return id;
    });
    await isWritten;
    const [early] = await appendComments(db, 1);
    await sequenceAudit(db, signer);
    release();
    const lateId = await late;
    await sequenceAudit(db, signer);
    const leaves = await db
      .select()
      .from(auditLeaves)
      .where(sql`${auditLeaves.seq} > ${size}`)
      .orderBy(asc(auditLeaves.seq));
    expect(leaves.map((leaf) => leaf.eventId)).toEqual([early, lateId]);
    await raw.end();
  });

  test("eight at once number every event exactly once", async () => {
    const before = await db.$count(auditLeaves);
    await Promise.all([
      ...Array.from({ length: 4 }, () => appendComments(db, 15)),
      ...Array.from({ length: 8 }, () => sequenceAudit(db, signer, { batch: 7 })),
    ]);
    await sequenceAudit(db, signer);
    const leaves = await db.select().from(auditLeaves).orderBy(asc(auditLeaves.seq));
    expect(leaves).toHaveLength(before + 60);
    expect(leaves.map((leaf) => leaf.seq)).toEqual(leaves.map((_, i) => i + 1));
    expect(await db.$count(auditPending)).toBe(0);
    expect(await db.$count(auditNodes)).toBeGreaterThan(0);
  });

  test("a turn killed before its commit leaves no trace and is repeated whole", async () => {
    await appendComments(db, 3);
    const before = await lastCheckpoint();
    const failing = {
      ...signer,
      sign: () => {
        throw new Error("killed");
      },
    };
    await expect(sequenceAudit(db, failing)).rejects.toThrow("killed");
    expect(await lastCheckpoint()).toEqual(before);
    expect(await db.$count(auditPending)).toBe(3);
    expect(await sequenceAudit(db, signer)).toMatchObject({ status: "sealed", events: 3 });
  });
});

describe("sealing is refused", () => {
  test("with another key", async () => {
    await appendComments(db, 1);
    await expect(sequenceAudit(db, testSigner(origin))).rejects.toThrow(/not signed with the key/);
    await sequenceAudit(db, signer);
  });

  test("with a signer of another log", async () => {
    await expect(sequenceAudit(db, testSigner("countersign.test/log/9"))).rejects.toThrow(/this log is/);
  });

  test("on a database restored from an older copy", async () => {
    const [first, second] = await db.select().from(auditCheckpoints).orderBy(asc(auditCheckpoints.size));
    const older = [
      `delete from audit_checkpoints where size > ${second?.size}`,
      `delete from audit_leaves where seq > ${second?.size}`,
      `delete from audit_nodes where (index + 1) * (2 ^ level) > ${second?.size}`,
    ];
    await withTampering(db, older, async (copy) => {
      await expect(sequenceAudit(copy, signer)).rejects.toThrow(/older copy/);
      const forgetful = { ...signer, lastSigned: () => first?.note ?? null };
      expect(await sequenceAudit(copy, forgetful)).toEqual({ status: "idle", size: second?.size });
    });
    await withTampering(
      db,
      ["delete from audit_checkpoints", "delete from audit_leaves", "delete from audit_nodes"],
      async (empty) => {
        await expect(sequenceAudit(empty, signer)).rejects.toThrow(/older copy/);
      },
    );
  });

  test("when another history was sealed meanwhile (a fork)", async () => {
    const [first] = await db.select().from(auditCheckpoints).orderBy(asc(auditCheckpoints.size));
    const fork = signCheckpoint({ origin, size: BigInt(first?.size ?? 0), root: Buffer.alloc(32, 1) }, signer);
    await expect(sequenceAudit(db, { ...signer, lastSigned: () => fork })).rejects.toThrow(
      /does not continue the checkpoint/,
    );
  });

  test.each([
    ["a changed node", ["update audit_nodes set hash = sha256('x')"]],
    ["a changed checkpoint", ["update audit_checkpoints set note = replace(note, 'log/1', 'log/2')"]],
    [
      "a checkpoint of other roots",
      [
        "update audit_checkpoints set note = (select note from audit_checkpoints where number = 1) where size = (select max(size) from audit_checkpoints)",
      ],
    ],
    ["a missing checkpoint", ["delete from audit_checkpoints where size = (select max(size) from audit_checkpoints)"]],
    ["a number nobody sealed", ["insert into audit_leaves select max(seq) + 1, 'x', sha256('x') from audit_leaves"]],
  ])("after %s", async (_, statements) => {
    await withTampering(db, statements, async (tampered) => {
      await expect(sequenceAudit(tampered, signer)).rejects.toThrow(SealingRefused);
    });
  });

  test("and goes on as before when the log is whole again", async () => {
    await appendComments(db, 1);
    expect(await sequenceAudit(db, signer)).toMatchObject({ status: "sealed", events: 1 });
  });
});
