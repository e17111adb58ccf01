import { desc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents, auditPrivate } from "@/db/schema/audit";
import { testDb } from "@/db/testing";
import { appendAudit } from "./append";
import type { EvidenceBundle } from "./bundle";
import { canonicalDigest, canonicalJson } from "./canonical-json";
import { signCheckpoint } from "./checkpoint";
import { exportBundle } from "./commands/export-bundle";
import type { AuditEvent } from "./events";
import { parseLeaf } from "./leaf";
import { logOrigin } from "./origin";
import { sequenceAudit } from "./sequence";
import { appendComments, testContext, testSigner } from "./testing";
import { verifyScript } from "./verify-script.testing";

const { db } = await testDb();
const origin = await logOrigin(db);
const signer = testSigner(origin);
const ctx = testContext(db);
const { run } = verifyScript();

const subject = { version: 8, environment: "production" };
const digest = canonicalDigest(subject);
const promotion = { number: 214, model: "income-eligibility", version: 8, environment: "production" };
const decision = { ...promotion, decisionId: "d1", role: "reviewer", group: "Fair Access", signatureDigest: digest } as const;
const evaluated: AuditEvent = {
  action: "promotion.evaluated",
  objectType: "promotion",
  objectId: "promotion-1",
  payload: { ...promotion, evaluation: 1, evidenceDigest: digest, resultsDigest: digest, outcomes: { passed: 9 }, failing: [], state: "awaiting_approval" },
};

/** A history of two promotions and other traffic in between, sealed in several checkpoints. */
async function record(event: AuditEvent, personId = "person-1") {
  await db.transaction((tx) => appendAudit(tx, testContext(db, { personId, name: `Name of ${personId}` }), event));
}
await appendComments(db, 4);
await sequenceAudit(db, signer);
await record({ ...evaluated, reason: "first evaluation" });
await appendComments(db, 9);
await sequenceAudit(db, signer);
await record({ action: "promotion.approved", objectType: "promotion", objectId: "promotion-1", payload: { ...decision, approvals: 1, required: 1 }, objectDigest: digest }, "person-2");
await sequenceAudit(db, signer);
await appendComments(db, 3);

const request = {
  title: "Promotion P-214",
  objects: [{ type: "promotion", id: "promotion-1" }],
  documents: [
    { name: "subject.json", content: canonicalJson(subject) },
    { name: "evidence.json", content: '{"accuracy":0.86,"naïve":"😀"}' },
  ],
};
const bundle = await exportBundle(ctx, request, { signer });
const text = JSON.stringify(bundle, null, 2);
const key = ["--vkey", signer.vkey];
const changed = (change: (copy: EvidenceBundle) => void): string => {
  const copy = structuredClone(bundle);
  change(copy);
  return JSON.stringify(copy);
};
const flipBit = (base64: string, at: number): string => {
  const bytes = Buffer.from(base64, "base64");
  bytes[at] = (bytes[at] as number) ^ 1;
  return bytes.toString("base64");
};
const event = (copy: EvidenceBundle, i: number) => copy.events.at(i) as EvidenceBundle["events"][number];

describe("an exported bundle", () => {
  test("is verified by the script alone", () => {
    const { code, output } = run(text, ...key);
    expect(output).toContain("VERIFIED");
    expect(output).toContain("Signed with the key you gave");
    expect(output).toMatch(/4 earlier checkpoints are continued/);
    expect(output).toMatch(/2 documents are unchanged, 1 of them named by an event before the export/);
    expect(output).toMatch(/approvals: 1, none by a requester/);
    expect(code).toBe(0);
  });

  test("holds all events of its objects and of no other, and the record of the export", () => {
    const leaves = bundle.events.map(({ canonical }) => parseLeaf(Buffer.from(canonical, "base64")));
    expect(new Set(leaves.slice(0, -1).map((leaf) => leaf.object.id))).toEqual(new Set(["promotion-1"]));
    expect(leaves.at(-1)).toMatchObject({ action: "bundle.exported", payload: { title: "Promotion P-214", events: leaves.length - 1 } });
  });

  test("with its own key is verified, and says loudly where the key came from", () => {
    const { code, output } = run(text);
    expect(code).toBe(0);
    expect(output).toContain("THE KEY CAME FROM THE FILE ITSELF");
  });

  test("with erased values is verified and counts them", async () => {
    await db.delete(auditPrivate).where(eq(auditPrivate.field, "payload.comment"));
    const { code, output } = run(JSON.stringify(await exportBundle(ctx, request, { signer })), ...key);
    expect(output).toMatch(/[1-9]\d* are withheld or erased/);
    expect(code).toBe(0);
  });
});

describe("the script refuses a bundle with", () => {
  test.each<[string, (copy: EvidenceBundle) => void, RegExp]>([
    ["an event cut from the end", (c) => c.events.pop(), /not the record of this export/],
    ["an event taken out of the middle", (c) => c.events.splice(1, 1), /events, its record of export says/],
    ["two events reordered", (c) => c.events.splice(0, 2, event(c, 1), event(c, 0)), /out of order/],
    ["two events with each other's numbers", (c) => {
      const [a, b] = [event(c, 0), event(c, 1)];
      [a.canonical, b.canonical] = [b.canonical, a.canonical];
    }, /not in the log/],
    ["a bit flipped in an event", (c) => { event(c, 1).canonical = flipBit(event(c, 1).canonical, 30); }, /Event \d+ is not in the log/],
    ["a bit flipped in a proof", (c) => { event(c, 0).proof[0] = flipBit(event(c, 0).proof[0] as string, 3); }, /not in the log/],
    ["a proof hash too few", (c) => event(c, 0).proof.pop(), /its proof has/],
    ["a proof hash too many", (c) => event(c, 0).proof.push(event(c, 0).proof[0] as string), /its proof has/],
    ["a node passed off as an event (prefixes swapped)", (c) => {
      const e = event(c, 0);
      e.canonical = Buffer.concat([Buffer.from(e.proof[0] as string, "base64"), Buffer.alloc(32)]).toString("base64");
    }, /not in the log/],
    ["another number for an event", (c) => { event(c, 0).seq += 1; }, /not in the log|its proof has/],
    ["a number beyond the checkpoint", (c) => { event(c, -1).seq = 1e9; }, /beyond the/],
    ["another size in the checkpoint", (c) => { c.checkpoint = c.checkpoint.replace(/\n\d+\n/, "\n5\n"); }, /signature of .* is wrong/],
    ["an older checkpoint (rolled back)", (c) => { c.checkpoint = c.earlier_checkpoints[0]?.checkpoint ?? ""; }, /does not continue|beyond the|not in the log/],
    ["another root for an earlier checkpoint", (c) => {
      const earlier = c.earlier_checkpoints[0] as EvidenceBundle["earlier_checkpoints"][number];
      earlier.checkpoint = signCheckpoint({ origin, size: 4n, root: Buffer.alloc(32, 1) }, signer);
    }, /does not continue/],
    ["a later checkpoint passed off as an earlier one", (c) => {
      const earlier = c.earlier_checkpoints[0] as EvidenceBundle["earlier_checkpoints"][number];
      earlier.checkpoint = signCheckpoint({ origin, size: 99n, root: Buffer.alloc(32, 1) }, signer);
    }, /it shrank/],
    ["another origin", (c) => { c.origin = "countersign.test/log/9"; }, /is of the log/],
    ["a checkpoint of another log by the same key", (c) => {
      c.checkpoint = signCheckpoint({ origin: "countersign.test/log/9", size: 4n, root: Buffer.alloc(32, 1) }, signer);
    }, /is of the log/],
    ["an edited document", (c) => { (c.documents[1] as { content: string }).content += " "; }, /document evidence.json was changed/],
    ["a document edited together with its digest", (c) => {
      const document = c.documents[0] as EvidenceBundle["documents"][number];
      document.content = canonicalJson({ ...subject, version: 9 });
      document.digest = "sha256:1c2a0a93b9cbb0e2cdd3c9ef0a2b3ad6f5ab3f4a0ea0f4c1d3d0a5cfa6e1f7aa";
    }, /does not have the documents/],
    ["a document left out", (c) => c.documents.pop(), /does not have the documents/],
    ["a document renamed", (c) => { (c.documents[0] as { name: string }).name = "other.json"; }, /does not have the documents/],
    ["an edited reason", (c) => { (event(c, 1).private.reason ?? event(c, 0).private.reason ?? { value: "" }).value = "another reason"; }, /value of reason/],
    ["an edited name", (c) => { (event(c, 0).private.actor_name as { value: string }).value = "Somebody else"; }, /value of actor_name/],
    ["another salt", (c) => { (event(c, 0).private.actor_name as { salt: string }).salt = Buffer.alloc(32).toString("base64"); }, /value of actor_name/],
    ["a clear value nobody committed to", (c) => { event(c, 0).private.verdict = { salt: Buffer.alloc(32).toString("base64"), value: "fine" }; }, /unknown field verdict/],
    ["an unsigned remark", (c) => { (c as unknown as Record<string, string>).remark = "all good"; }, /unknown field remark/],
    ["no checkpoint", (c) => { delete (c as Partial<EvidenceBundle>).checkpoint; }, /not a text/],
    ["no events", (c) => { c.events = []; }, /not the record of this export/],
  ])("%s", (_, change, message) => {
    const { code, output } = run(changed(change), ...key);
    expect(output).toMatch(message);
    expect(output).toContain("NOT VERIFIED");
    expect(code).toBe(1);
  });

  test("another key than the one given", () => {
    const { code, output } = run(text, "--vkey", testSigner(origin).vkey);
    expect(output).toMatch(/is not signed with/);
    expect(code).toBe(1);
  });

  test("a history rewritten and signed with a key of the forger's own", () => {
    const forger = testSigner(origin);
    const forged = changed((c) => {
      c.vkey = forger.vkey;
      c.checkpoint = signCheckpoint({ origin, size: 4n, root: Buffer.alloc(32, 1) }, forger);
    });
    expect(run(forged, ...key)).toMatchObject({ code: 1, output: expect.stringMatching(/is not signed with/) });
  });

  test("an approval by the requester, or an execution of something else", async () => {
    const requested: AuditEvent = {
      action: "promotion.requested",
      objectType: "promotion",
      objectId: "self",
      payload: { ...promotion, versionId: "v", target: "t", policy: "p", policyVersion: 1, rolloutPlanDigest: digest, rollbackPlanDigest: digest },
    };
    const approved: AuditEvent = { action: "promotion.approved", objectType: "promotion", objectId: "self", payload: { ...decision, approvals: 1, required: 1 }, objectDigest: digest };
    const executed: AuditEvent = { action: "promotion.executed", objectType: "promotion", objectId: "self", payload: { ...promotion, rolloutId: "r", rollout: 1 }, objectDigest: `sha256:${"b".repeat(64)}` };
    for (const [id, events, message] of [
      ["self", [requested, approved], /approved by its own requester/],
      ["other", [{ ...requested, objectId: "other" }, { ...executed, objectId: "other" }], /without an approval of exactly/],
    ] as const) {
      for (const each of events) await record(each);
      const own = await exportBundle(ctx, { title: "P", objects: [{ type: "promotion", id }], documents: [] }, { signer });
      expect(run(JSON.stringify(own), ...key)).toMatchObject({ code: 1, output: expect.stringMatching(message) });
    }
  });
});

describe("input that is no bundle is unusable", () => {
  test.each([
    ["an empty file", ""],
    ["half a bundle", text.slice(0, text.length / 2)],
    ["other JSON", '{"format":"something-else/1"}'],
    ["binary", "\0\x01\x02"],
  ])("%s", (_, content) => {
    expect(run(content, ...key)).toMatchObject({ code: 2, output: expect.stringContaining("UNUSABLE INPUT") });
  });

  test("a malformed key", () => {
    expect(run(text, "--vkey", "nonsense")).toMatchObject({ code: 2, output: expect.stringContaining("--vkey") });
    expect(run(text, "--vkey", signer.vkey.replace(/.$/, "A").replace(/\+[0-9a-f]{8}\+/, "+00000000+")).code).toBe(2);
  });
});

describe("exportBundle", () => {
  test("is refused without permission, for unknown objects and other projects, and records nothing then", async () => {
    const count = await db.$count(auditEvents);
    await expect(exportBundle(testContext(db, { roles: ["viewer"] }), request, { signer })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(exportBundle(ctx, { ...request, objects: [{ type: "promotion", id: "nothing" }] }, { signer })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(exportBundle({ ...ctx, projectId: 8 }, request, { signer })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await db.$count(auditEvents)).toBe(count);
  });

  test("is in the log itself", async () => {
    const [last] = await db.select().from(auditEvents).where(eq(auditEvents.action, "bundle.exported")).orderBy(desc(auditEvents.id)).limit(1);
    expect(last?.summary).toMatch(/^exported the evidence bundle of /);
  });
});
