import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents, auditPrivate } from "@/db/schema/audit";
import { testDb } from "@/db/testing";
import { type AuditContext, appendAudit } from "./append";
import type { AuditEvent } from "./events";
import { commitment, parseLeaf } from "./leaf";
import { testContext } from "./testing";

const { db, sql } = await testDb();

const comment: AuditEvent = {
  action: "promotion.commented",
  objectType: "promotion",
  objectId: "p1",
  payload: {
    number: 214,
    model: "income-eligibility",
    version: 8,
    environment: "production",
    commentId: "c1",
    anchor: null,
    comment: "Retrain without the part-time features \u{1F600} <script>",
  },
  reason: "asked by the ombudsman",
};

const append = (ctx: AuditContext, event: AuditEvent) => db.transaction((tx) => appendAudit(tx, ctx, event));
const load = async (eventId: string) => {
  const [row] = await db.select().from(auditEvents).where(eq(auditEvents.eventId, eventId));
  if (!row) throw new Error("no row");
  return row;
};

describe("appendAudit", () => {
  test("stores canonical bytes whose hash is the leaf hash", async () => {
    const { eventId } = await append(testContext(db), comment);
    const row = await load(eventId);
    expect(row.leafHash).toEqual(createHash("sha256").update(Buffer.of(0)).update(row.canonical).digest());
    const leaf = parseLeaf(row.canonical);
    expect(leaf).toMatchObject({
      action: "promotion.commented",
      project_id: 7,
      object: { type: "promotion", id: "p1", digest: null },
    });
    expect(leaf.actor).toMatchObject({
      kind: "user",
      ref: "person:person-1",
      roles: ["reviewer"],
      auth_method: "password",
    });
  });

  test("keeps names and free text out of the leaf and the summary, behind commitments", async () => {
    const { eventId } = await append(testContext(db), comment);
    const row = await load(eventId);
    const text = row.canonical.toString("utf8") + row.summary;
    for (const secret of ["Tomás", "ombudsman", "Retrain"]) expect(text).not.toContain(secret);
    const { commitments } = parseLeaf(row.canonical);
    const kept = await db.select().from(auditPrivate).where(eq(auditPrivate.eventId, eventId));
    expect(kept.map((k) => k.field).sort()).toEqual(["actor_name", "payload.comment", "reason"]);
    for (const { field, salt, value } of kept) expect(commitments[field]).toBe(commitment(salt, value));
  });

  test("a rolled-back change leaves no event", async () => {
    const before = await db.$count(auditEvents);
    await expect(
      db.transaction(async (tx) => {
        await appendAudit(tx, testContext(db), comment);
        throw new Error("the change failed");
      }),
    ).rejects.toThrow("the change failed");
    expect(await db.$count(auditEvents)).toBe(before);
  });

  test.each([
    ["an unknown key", { ...comment, payload: { ...comment.payload, secret: "x" } } as unknown as AuditEvent, /secret/],
    ["half a surrogate pair", { ...comment, reason: "a\ud800b" }, /surrogate/],
    ["a null character", { ...comment, reason: "a\0b" }, /null characters/],
    ["a 1 MB reason", { ...comment, reason: "x".repeat(1_000_000) }, /20000 characters/],
    [
      "a leaf over 60,000 bytes",
      {
        ...comment,
        action: "model.edited",
        objectType: "model",
        payload: { name: "m", changes: [{ field: "useCase", from: "", to: "x".repeat(60_000) }] },
      } as AuditEvent,
      /60000/,
    ],
  ])("refuses %s and writes nothing", async (_, event, message) => {
    const before = await db.$count(auditEvents);
    await expect(append(testContext(db), event)).rejects.toThrow(message);
    expect(await db.$count(auditEvents)).toBe(before);
  });
});

describe("the database itself", () => {
  test.each([
    "update audit_events set action = 'nothing'",
    "delete from audit_events",
    "truncate audit_events cascade",
    "delete from audit_leaves",
    "truncate audit_leaves",
    "update audit_private set value = 'x'",
    "update audit_checkpoints set note = ''",
    "truncate audit_checkpoints",
    "delete from audit_nodes",
  ])("refuses `%s`, also for a replication role", async (statement) => {
    await append(testContext(db), comment);
    const run = async (role: string) => {
      await sql.begin(async (tx) => {
        await tx`insert into audit_leaves select 1, event_id, leaf_hash from audit_events order by id limit 1`;
        await tx`insert into audit_nodes values (1, 0, '\\x00')`;
        await tx`insert into audit_checkpoints values (1, 1, '\\x00', 'n', 'k', 'v', now())`;
        await tx.unsafe(`set local session_replication_role = ${role}`);
        await tx.unsafe(statement);
      });
    };
    await expect(run("origin")).rejects.toMatchObject({ code: "CS003" });
    await expect(run("replica")).rejects.toMatchObject({ code: "CS003" });
  });

  test("refuses a hash that is not that of the bytes, and columns that say something else", async () => {
    const { eventId } = await append(testContext(db), comment);
    const { id: _, ...row } = await load(eventId);
    const copy = (change: Partial<typeof row>) =>
      db
        .insert(auditEvents)
        .values({ ...row, eventId: "other", ...change })
        .then(
          () => null,
          (error: Error) => error.cause,
        );
    expect(await copy({ leafHash: Buffer.alloc(32) })).toMatchObject({ code: "CS004" });
    expect(await copy({})).toMatchObject({ code: "CS004" });
    expect(await copy({ eventId: row.eventId, action: "promotion.approved" })).toMatchObject({
      code: expect.stringMatching(/CS004|23505/),
    });
  });

  test("refuses a gap in the numbers and a shrinking checkpoint", async () => {
    await append(testContext(db), comment);
    await expect(
      sql`insert into audit_leaves select 5, event_id, leaf_hash from audit_events limit 1`,
    ).rejects.toMatchObject({ code: "CS004" });
    await expect(sql`insert into audit_checkpoints values (9, 1, '\\x00', 'n', 'k', 'v', now())`).rejects.toMatchObject(
      { code: "CS004" },
    );
  });
});
