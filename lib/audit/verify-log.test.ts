import { desc } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditCheckpoints, auditEvents } from "@/db/schema/audit";
import { testDb } from "@/db/testing";
import { signCheckpoint } from "./checkpoint";
import { verifyAuditLog } from "./commands/verify-log";
import { parseLeaf } from "./leaf";
import { logOrigin } from "./origin";
import { sequenceAudit } from "./sequence";
import { appendComments, testContext, testSigner, withTampering } from "./testing";
import { type VerifyOptions, verifyLog } from "./verify-log";

const { db } = await testDb();
const origin = await logOrigin(db);
const signer = testSigner(origin);
for (const n of [1, 20, 30]) {
  await appendComments(db, n);
  await sequenceAudit(db, signer);
}
const options = (): VerifyOptions => ({ vkeys: [signer.vkey], held: [signer.lastSigned() ?? ""] });

/** Changes the bytes of an event together with both of its hashes: only the tree can tell. */
const rewrite = (seq: number) => {
  const canonical = `convert_to(replace(convert_from(canonical, 'UTF8'), '"version":8', '"version":9'), 'UTF8')`;
  const where = `event_id = (select event_id from audit_leaves where seq = ${seq})`;
  return [
    `update audit_events set canonical = ${canonical} where ${where}`,
    `update audit_events set leaf_hash = sha256('\\x00'::bytea || canonical) where ${where}`,
    `update audit_leaves l set leaf_hash = (select leaf_hash from audit_events e where e.event_id = l.event_id) where seq = ${seq}`,
  ];
};

describe("verifyLog", () => {
  test("finds a whole log whole and says what it checked", async () => {
    const seen: number[] = [];
    const check = await verifyLog(db, { ...options(), onProgress: (done) => seen.push(done) });
    expect(check).toMatchObject({
      size: 51,
      checkpoints: 3,
      heldOutside: 1,
      clearValues: 102,
      waiting: 0,
      broken: null,
    });
    // A tree of 51 leaves has 51 - popcount(51) full inner nodes.
    expect(check.proofNodes).toBe(51 - 4);
    expect(seen.at(-1)).toBe(51);
  });

  test.each<[string, string[], RegExp]>([
    [
      "a flipped bit in stored bytes",
      [
        "update audit_events set canonical = set_byte(canonical, 40, get_byte(canonical, 40) # 1) where event_id = (select event_id from audit_leaves where seq = 17)",
      ],
      /Event 17: its stored bytes do not have the hash/,
    ],
    ["bytes and hashes rewritten together", rewrite(17), /(Stored proof|stored proof|Checkpoint 2 has another root)/],
    [
      "two events swapped",
      [
        "update audit_leaves set seq = -5 where seq = 5",
        "update audit_leaves set seq = 5 where seq = 6",
        "update audit_leaves set seq = 6 where seq = -5",
      ],
      /another root|proof node/,
    ],
    [
      "an event deleted",
      [
        "alter table audit_private drop constraint audit_private_event_id_audit_events_event_id_fk",
        "delete from audit_events where event_id = (select event_id from audit_leaves where seq = 9)",
      ],
      /Event 9 is missing/,
    ],
    ["the end cut off", ["delete from audit_leaves where seq > 40"], /covers 51 events, but the log has only 40/],
    [
      "the end cut off with its checkpoint",
      ["delete from audit_leaves where seq > 21", "delete from audit_checkpoints where size > 21"],
      /kept outside the database covers 51 events, but the log has only 21/,
    ],
    ["a checkpoint taken out", ["delete from audit_checkpoints where number = 2"], /Checkpoint 2 is missing/],
    [
      "a checkpoint rewritten",
      [
        "update audit_checkpoints set note = replace(note, chr(10) || '21' || chr(10), chr(10) || '20' || chr(10)) where number = 2",
      ],
      /Checkpoint 2: The signature .* is wrong/,
    ],
    [
      "a column that says something else",
      [
        "update audit_events set actor_ref = 'person:somebody-else' where event_id = (select event_id from audit_leaves where seq = 3)",
      ],
      /Event 3: its actor in the list differs/,
    ],
    [
      "an event hidden in another project",
      ["update audit_events set project_id = 8 where event_id = (select event_id from audit_leaves where seq = 3)"],
      /Event 3: its project in the list differs/,
    ],
    [
      "a changed clear value",
      [
        "update audit_private set value = 'Somebody else' where field = 'actor_name' and event_id = (select event_id from audit_leaves where seq = 4)",
      ],
      /Event 4: the clear value of actor_name/,
    ],
    [
      "a changed proof node",
      ["update audit_nodes set hash = sha256('x') where level = 2 and index = 3"],
      /proof node 2\/3 is wrong/,
    ],
    ["a missing proof node", ["delete from audit_nodes where level = 1 and index = 2"], /proof node 1\/2 is missing/],
  ])("finds %s", async (_, statements, message) => {
    await withTampering(db, statements, async (tampered) => {
      const check = await verifyLog(tampered, options());
      expect(check.broken?.what).toMatch(message);
    });
    expect((await verifyLog(db, options())).broken).toBeNull();
  });

  test("finds an event that was kept from being numbered", async () => {
    const [id] = await appendComments(db, 1);
    await withTampering(db, [`delete from audit_pending where event_id = '${id}'`], async (tampered) => {
      expect((await verifyLog(tampered, options())).broken).toMatchObject({
        what: expect.stringMatching(/neither numbered nor waiting/),
        eventId: id,
      });
    });
    expect(await verifyLog(db, options())).toMatchObject({ broken: null, waiting: 1 });
    await sequenceAudit(db, signer);
  });

  test("finds a checkpoint of another history, and one of another key", async () => {
    const fork = signCheckpoint({ origin, size: 21n, root: Buffer.alloc(32, 1) }, signer);
    expect((await verifyLog(db, { ...options(), held: [fork] })).broken).toMatchObject({
      what: expect.stringMatching(/another root/),
      seq: 21,
    });
    expect((await verifyLog(db, { vkeys: [testSigner(origin).vkey] })).broken?.what).toMatch(
      /Checkpoint 1: .*not signed by a known key/,
    );
  });

  test("an erased clear value leaves the log whole", async () => {
    await withTampering(db, ["delete from audit_private where field = 'actor_name'"], async (erased) => {
      expect(await verifyLog(erased, options())).toMatchObject({ broken: null });
    });
  });

  test("stops when cancelled", async () => {
    await expect(verifyLog(db, { ...options(), signal: AbortSignal.abort(new Error("cancelled")) })).rejects.toThrow(
      "cancelled",
    );
  });
});

describe("verifyAuditLog", () => {
  const lastEvent = async () =>
    parseLeaf((await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1))[0]?.canonical as Buffer);

  test("seals, verifies and records it", async () => {
    await appendComments(db, 2);
    const check = await verifyAuditLog(testContext(db), { signer });
    expect(check).toMatchObject({ broken: null, sealingRefused: null, waiting: 0, keyFrom: "key file" });
    expect(await lastEvent()).toMatchObject({
      action: "log.verified",
      payload: { intact: true, size: check.size, root: check.root },
    });
  });

  test("records a broken log as broken", async () => {
    await withTampering(db, ["update audit_nodes set hash = sha256('x')"], async (tampered) => {
      const check = await verifyAuditLog({ ...testContext(db), db: tampered }, { signer });
      expect(check.broken).not.toBeNull();
      expect(check.sealingRefused).toMatch(/no longer have the root/);
    });
  });

  test("is for people of the project only", async () => {
    const count = await db.$count(auditEvents);
    await expect(verifyAuditLog(testContext(db, { roles: [] }), { signer })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await db.$count(auditEvents)).toBe(count);
    expect(await db.$count(auditCheckpoints)).toBeGreaterThan(0);
  });
});
