import { describe, expect, test } from "vitest";
import { testDb } from "@/db/testing";
import type { EvidenceBundle } from "./bundle";
import { exportHistory, subject } from "./bundle.testing";
import { canonicalJson } from "./canonical-json";
import { signCheckpoint } from "./checkpoint";
import { logOrigin } from "./origin";
import { testSigner } from "./testing";
import { verifyScript } from "./verify-script.testing";

const { db } = await testDb();
const origin = await logOrigin(db);
const signer = testSigner(origin);
const { run } = verifyScript();
const bundle = await exportHistory(db, signer);
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

describe("the script refuses a bundle with", () => {
  test.each<[string, (copy: EvidenceBundle) => void, RegExp]>([
    ["an event cut from the end", (c) => c.events.pop(), /not the record of this export/],
    ["an event taken out of the middle", (c) => c.events.splice(1, 1), /events, its record of export says/],
    ["two events reordered", (c) => c.events.splice(0, 2, event(c, 1), event(c, 0)), /out of order/],
    [
      "two events with each other's numbers",
      (c) => {
        const [a, b] = [event(c, 0), event(c, 1)];
        [a.canonical, b.canonical] = [b.canonical, a.canonical];
      },
      /not in the log/,
    ],
    [
      "a bit flipped in an event",
      (c) => {
        event(c, 1).canonical = flipBit(event(c, 1).canonical, 30);
      },
      /Event \d+ is not in the log/,
    ],
    [
      "a bit flipped in a proof",
      (c) => {
        event(c, 0).proof[0] = flipBit(event(c, 0).proof[0] as string, 3);
      },
      /not in the log/,
    ],
    ["a proof hash too few", (c) => event(c, 0).proof.pop(), /its proof has/],
    ["a proof hash too many", (c) => event(c, 0).proof.push(event(c, 0).proof[0] as string), /its proof has/],
    [
      "a node passed off as an event (prefixes swapped)",
      (c) => {
        const e = event(c, 0);
        e.canonical = Buffer.concat([Buffer.from(e.proof[0] as string, "base64"), Buffer.alloc(32)]).toString("base64");
      },
      /not in the log/,
    ],
    [
      "another number for an event",
      (c) => {
        event(c, 0).seq += 1;
      },
      /not in the log|its proof has/,
    ],
    [
      "a number beyond the checkpoint",
      (c) => {
        event(c, -1).seq = 1e9;
      },
      /beyond the/,
    ],
    [
      "another size in the checkpoint",
      (c) => {
        c.checkpoint = c.checkpoint.replace(/\n\d+\n/, "\n5\n");
      },
      /signature of .* is wrong/,
    ],
    [
      "an older checkpoint (rolled back)",
      (c) => {
        c.checkpoint = c.earlier_checkpoints[0]?.checkpoint ?? "";
      },
      /does not continue|beyond the|not in the log/,
    ],
    [
      "another root for an earlier checkpoint",
      (c) => {
        const earlier = c.earlier_checkpoints[0] as EvidenceBundle["earlier_checkpoints"][number];
        earlier.checkpoint = signCheckpoint({ origin, size: 4n, root: Buffer.alloc(32, 1) }, signer);
      },
      /does not continue/,
    ],
    [
      "a later checkpoint passed off as an earlier one",
      (c) => {
        const earlier = c.earlier_checkpoints[0] as EvidenceBundle["earlier_checkpoints"][number];
        earlier.checkpoint = signCheckpoint({ origin, size: 99n, root: Buffer.alloc(32, 1) }, signer);
      },
      /it shrank/,
    ],
    [
      "another origin",
      (c) => {
        c.origin = "countersign.test/log/9";
      },
      /is of the log/,
    ],
    [
      "a checkpoint of another log by the same key",
      (c) => {
        c.checkpoint = signCheckpoint(
          { origin: "countersign.test/log/9", size: 4n, root: Buffer.alloc(32, 1) },
          signer,
        );
      },
      /is of the log/,
    ],
    [
      "an edited document",
      (c) => {
        (c.documents[1] as { content: string }).content += " ";
      },
      /document evidence.json was changed/,
    ],
    [
      "a document edited together with its digest",
      (c) => {
        const document = c.documents[0] as EvidenceBundle["documents"][number];
        document.content = canonicalJson({ ...subject, version: 9 });
        document.digest = "sha256:1c2a0a93b9cbb0e2cdd3c9ef0a2b3ad6f5ab3f4a0ea0f4c1d3d0a5cfa6e1f7aa";
      },
      /does not have the documents/,
    ],
    ["a document left out", (c) => c.documents.pop(), /does not have the documents/],
    [
      "a document renamed",
      (c) => {
        (c.documents[0] as { name: string }).name = "other.json";
      },
      /does not have the documents/,
    ],
    [
      "an edited reason",
      (c) => {
        (event(c, 1).private.reason ?? event(c, 0).private.reason ?? { value: "" }).value = "another reason";
      },
      /value of reason/,
    ],
    [
      "an edited name",
      (c) => {
        (event(c, 0).private.actor_name as { value: string }).value = "Somebody else";
      },
      /value of actor_name/,
    ],
    [
      "another salt",
      (c) => {
        (event(c, 0).private.actor_name as { salt: string }).salt = Buffer.alloc(32).toString("base64");
      },
      /value of actor_name/,
    ],
    [
      "a clear value nobody committed to",
      (c) => {
        event(c, 0).private.verdict = { salt: Buffer.alloc(32).toString("base64"), value: "fine" };
      },
      /unknown field verdict/,
    ],
    [
      "an unsigned remark",
      (c) => {
        (c as unknown as Record<string, string>).remark = "all good";
      },
      /unknown field remark/,
    ],
    [
      "no checkpoint",
      (c) => {
        delete (c as Partial<EvidenceBundle>).checkpoint;
      },
      /not a text/,
    ],
    [
      "no events",
      (c) => {
        c.events = [];
      },
      /not the record of this export/,
    ],
  ])("%s", (_, change, message) => {
    const { code, output } = run(changed(change), ...key);
    expect(output).toMatch(message);
    expect(output).toContain("NOT VERIFIED");
    expect(code).toBe(1);
  });
});
