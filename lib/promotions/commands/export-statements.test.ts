import { execFile } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { GateOutcome } from "@/db/enums";
import { testDb } from "@/db/testing";
import { type DsseEnvelope, openEnvelope, preAuthEncoding } from "@/lib/audit/dsse";
import { createSigner, parseVkey } from "@/lib/audit/signed-note";
import type { LogSigner } from "@/lib/audit/signing-key";
import { auditedActions } from "@/lib/auth/testing";
import { decisionStatement, type StatementFacts, summaryStatement, testResultStatement } from "../exports/statements";
import { buildWorld } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { exportStatements } from "./export-statements";

const { db } = await testDb();
const run = promisify(execFile);
const keys = generateKeyPairSync("ed25519");
const signer: LogSigner = {
  ...createSigner("countersign.test/log/1", keys.privateKey),
  lastSigned: () => null,
  remember: () => {},
};
const script = resolve(import.meta.dirname, "../../../public/verify-statement.mjs");
const folder = mkdtempSync(join(tmpdir(), "statements-"));

async function checkOffline(file: string, vkey = signer.vkey) {
  const path = join(folder, "P.intoto.jsonl");
  writeFileSync(path, file);
  return run(process.execPath, [script, path, "--key", vkey]).then(
    ({ stdout }) => ({ ok: true, text: stdout }),
    (error: { stderr: string }) => ({ ok: false, text: error.stderr }),
  );
}
const envelopes = (file: string) =>
  file
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as DsseEnvelope);
const statements = (file: string) =>
  envelopes(file).map(({ payload }) => JSON.parse(Buffer.from(payload, "base64").toString("utf8")));

async function exported() {
  const world = await buildWorld(db);
  const { number } = await request(world);
  const { subjectDigest, id } = await shown(world, number);
  await approvePromotion(world.as("rosa"), { number, subjectDigest });
  await approvePromotion(world.as("ines"), { number, subjectDigest });
  const { file } = await exportStatements(world.as("rosa"), number, { signer });
  return { world, number, id, subjectDigest, file };
}

describe("exportStatements", () => {
  it("signs gate results, decision and summary; the script checks them offline and refuses any change", async () => {
    const { file, id, subjectDigest } = await exported();
    const [tests, decision, summary] = statements(file);
    expect(tests.predicate).toMatchObject({
      failedTests: [],
      passedTests: expect.arrayContaining(["roc-auc", "owner"]),
    });
    expect(decision.predicate).toMatchObject({ subjectDigest, state: "approved" });
    expect(decision.predicate.decisions.map((d: { printedName: string }) => d.printedName).sort()).toEqual([
      "Ines Okafor",
      "Rosa Beck",
    ]);
    expect(summary.predicate.properties).toContain("COUNTERSIGN_PROMOTION_APPROVED_PRODUCTION");
    const good = await checkOffline(file);
    expect(good).toMatchObject({ ok: true, text: expect.stringContaining("3 statements, all signed by") });
    const [line = ""] = file.split("\n");
    const envelope = JSON.parse(line) as DsseEnvelope;
    const other = Buffer.from(envelope.payload, "base64")
      .toString("utf8")
      .replace("PASSED", "FAILED")
      .replace("WARNED", "FAILED");
    const changed = JSON.stringify({ ...envelope, payload: Buffer.from(other).toString("base64") });
    expect(await checkOffline(`${changed}\n`)).toMatchObject({
      ok: false,
      text: expect.stringContaining("no signature"),
    });
    const stranger = createSigner("countersign.test/log/1", generateKeyPairSync("ed25519").privateKey);
    expect(await checkOffline(file, stranger.vkey)).toMatchObject({ ok: false });
    expect((await auditedActions(db, id)).at(-1)).toBe("promotion.statements_exported");
  });

  it("binds type and bytes as DSSE says, checkable with node:crypto alone", async () => {
    const { file } = await exported();
    expect(preAuthEncoding("http://example.com/HelloWorld", Buffer.from("hello world")).toString()).toBe(
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    );
    const key = createPublicKey(keys.privateKey);
    for (const envelope of envelopes(file)) {
      const signed = preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, "base64"));
      expect(verify(null, signed, key, Buffer.from(envelope.signatures[0]?.sig ?? "", "base64"))).toBe(true);
      expect(openEnvelope(envelope, parseVkey(signer.vkey))).not.toBeNull();
      expect(openEnvelope({ ...envelope, payloadType: "text/plain" }, parseVkey(signer.vkey))).toBeNull();
    }
  });

  it("is refused to people who may not export, and unknown promotions are not found", async () => {
    const { world, number } = await exported();
    await expect(exportStatements(world.as("maya"), number, { signer })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(exportStatements(world.as("rosa"), 999, { signer })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const other = await buildWorld(db);
    await expect(exportStatements(other.as("rosa"), number, { signer })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("statements", () => {
  const facts = (
    outcomes: readonly [GateOutcome, "block" | "warn"][],
    state = "awaiting_approval" as const,
  ): StatementFacts => ({
    origin: "log",
    madeAt: new Date("2026-11-23T09:00:00Z"),
    promotion: {
      number: 1,
      model: "m",
      version: 2,
      versionDigest: `sha256:${"ab".repeat(32)}`,
      environment: "production",
      target: "t",
      state,
      reason: "r",
      requestedAt: new Date("2026-11-23T09:00:00Z"),
      evaluatedAt: null,
      subjectDigest: null,
      evidenceDigest: null,
      policy: null,
    },
    results: outcomes.map(([outcome, severity], i) => ({
      gateId: `g${i}`,
      title: "",
      severity,
      outcome,
      sentence: "",
    })),
    decisions: [],
  });

  it.each([
    ["all passed", [["passed", "block"]], "PASSED"],
    [
      "one that only warns failed",
      [
        ["passed", "block"],
        ["failed", "warn"],
      ],
      "WARNED",
    ],
    ["one was waived", [["waived", "block"]], "WARNED"],
    ["one that blocks is inconclusive", [["inconclusive", "block"]], "FAILED"],
    ["none was judged", [], "FAILED"],
  ] as [string, [GateOutcome, "block" | "warn"][], string][])("tell %s as it is", (_, outcomes, result) => {
    expect(testResultStatement(facts(outcomes)).predicate.result).toBe(result);
  });

  it("give no summary before the approval, and name the version by its digest", () => {
    expect(summaryStatement(facts([["passed", "block"]]))).toBeNull();
    expect(decisionStatement(facts([])).subject).toEqual([{ name: "m/2", digest: { sha256: "ab".repeat(32) } }]);
  });
});
