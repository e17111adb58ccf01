import { desc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents, auditPrivate } from "@/db/schema/audit";
import { testDb } from "@/db/testing";
import type { EvidenceBundle } from "./bundle";
import { decision, digest, exportHistory, promotion, recordEvent, bundleRequest as request } from "./bundle.testing";
import { signCheckpoint } from "./checkpoint";
import { exportBundle } from "./commands/export-bundle";
import type { AuditEvent } from "./events";
import { parseLeaf } from "./leaf";
import { logOrigin } from "./origin";
import { testContext, testSigner } from "./testing";
import { verifyScript } from "./verify-script.testing";

const { db } = await testDb();
const origin = await logOrigin(db);
const signer = testSigner(origin);
const { run } = verifyScript();
const ctx = testContext(db);
const bundle = await exportHistory(db, signer);
const key = ["--vkey", signer.vkey];
const changed = (change: (copy: EvidenceBundle) => void): string => {
  const copy = structuredClone(bundle);
  change(copy);
  return JSON.stringify(copy);
};
const text = JSON.stringify(bundle, null, 2);

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
    expect(leaves.at(-1)).toMatchObject({
      action: "bundle.exported",
      payload: { title: "Promotion P-214", events: leaves.length - 1 },
    });
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

describe("the script refuses", () => {
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
      payload: {
        ...promotion,
        versionId: "v",
        target: "t",
        policy: "p",
        policyVersion: 1,
        rolloutPlanDigest: digest,
        rollbackPlanDigest: digest,
      },
    };
    const approved: AuditEvent = {
      action: "promotion.approved",
      objectType: "promotion",
      objectId: "self",
      payload: { ...decision, approvals: 1, required: 1 },
      objectDigest: digest,
    };
    const executed: AuditEvent = {
      action: "promotion.executed",
      objectType: "promotion",
      objectId: "self",
      payload: { ...promotion, rolloutId: "r", rollout: 1 },
      objectDigest: `sha256:${"b".repeat(64)}`,
    };
    for (const [id, events, message] of [
      ["self", [requested, approved], /approved by its own requester/],
      [
        "other",
        [
          { ...requested, objectId: "other" },
          { ...executed, objectId: "other" },
        ],
        /without an approval of exactly/,
      ],
    ] as const) {
      for (const each of events) await recordEvent(db, each);
      const own = await exportBundle(
        ctx,
        { title: "P", objects: [{ type: "promotion", id }], documents: [] },
        { signer },
      );
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
    await expect(exportBundle(testContext(db, { roles: ["viewer"] }), request, { signer })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(
      exportBundle(ctx, { ...request, objects: [{ type: "promotion", id: "nothing" }] }, { signer }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(exportBundle({ ...ctx, projectId: 8 }, request, { signer })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await db.$count(auditEvents)).toBe(count);
  });

  test("is in the log itself", async () => {
    const [last] = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "bundle.exported"))
      .orderBy(desc(auditEvents.id))
      .limit(1);
    expect(last?.summary).toMatch(/^exported the evidence bundle of /);
  });
});
