import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { canonicalBytes } from "./canonical-json";
import { signCheckpoint } from "./checkpoint";
import { type Hash, leafHash } from "./merkle";
import { consistencyRanges, foldNodes, fullNodes, inclusionRanges, type LeafRange, TreeFrontier } from "./merkle-tree";
import { testSigner } from "./testing";
import { verifyScript } from "./verify-script.testing";

const origin = "countersign.test/log/1";
const signer = testSigner(origin);
const { run } = verifyScript();
const base64 = (bytes: Hash) => Buffer.from(bytes).toString("base64");
const leafOf = (action: string, payload: object) =>
  canonicalBytes({
    log_origin: origin,
    occurred_at: "2026-11-23T09:00:00.000Z",
    action,
    actor: { ref: "system:test" },
    object: { type: "t", id: "i", digest: null },
    payload,
    commitments: {},
  });

/** A bundle of every event of a log of `size`, with every earlier size as a checkpoint, made by our own tree. */
function bundleOfWholeLog(size: number): string {
  const entries = Array.from({ length: size - 1 }, (_, i) => leafOf("run.archived", { i }));
  const digest = createHash("sha256")
    .update(Buffer.concat(entries.map(leafHash)))
    .digest("hex");
  entries.push(
    leafOf("bundle.exported", {
      title: "all",
      objects: [],
      events: size - 1,
      eventsDigest: `sha256:${digest}`,
      documents: [],
    }),
  );
  const tree = TreeFrontier.empty();
  const nodes = new Map<string, Hash>();
  const roots: Hash[] = [];
  for (const entry of entries) {
    for (const node of tree.append(leafHash(entry))) nodes.set(`${node.level}/${node.index}`, node.hash);
    roots.push(tree.root());
  }
  const hashOf = (range: LeafRange) =>
    base64(foldNodes(fullNodes(range).map(({ level, index }) => nodes.get(`${level}/${index}`) as Hash)));
  const checkpoint = (n: number) =>
    signCheckpoint({ origin, size: BigInt(n), root: Buffer.from(roots[n - 1] as Hash) }, signer);
  return JSON.stringify({
    format: "countersign-evidence-bundle/1",
    origin,
    vkey: signer.vkey,
    checkpoint: checkpoint(size),
    earlier_checkpoints: roots.map((_, i) => ({
      checkpoint: checkpoint(i + 1),
      proof: consistencyRanges(BigInt(i + 1), BigInt(size)).map(hashOf),
    })),
    events: entries.map((entry, i) => ({
      seq: i + 1,
      canonical: base64(entry),
      proof: inclusionRanges(BigInt(i), BigInt(size)).map(hashOf),
      private: {},
    })),
    documents: [],
  });
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100, 127, 130])(
  "the script agrees with our tree on every proof of a log of %i events",
  (size) => {
    const { code, output } = run(bundleOfWholeLog(size), "--vkey", signer.vkey);
    expect(output).toContain(`${size} earlier checkpoints are continued by it`);
    expect(output).toContain(`${size} events are in the log`);
    expect(code).toBe(0);
  },
);
