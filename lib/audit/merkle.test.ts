import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filesBelow, runVectorFile } from "@/lib/vectors/run-vectors";
import { emptyRoot, type Hash, leafHash, nodeHash, verifyConsistency, verifyInclusion } from "./merkle";
import { consistencyRanges, foldNodes, fullNodes, inclusionRanges, type LeafRange, TreeFrontier } from "./merkle-tree";

const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const hex = (hash: Hash) => Buffer.from(hash).toString("hex");
const entries = Array.from({ length: 301 }, (_, i) => Buffer.from(`entry ${i}`));

/** RFC 6962 section 2.1 word for word, with nothing shared with the code under test. */
function naiveRoot(data: readonly Uint8Array[]): Buffer {
  if (data.length === 0) return sha();
  if (data.length === 1) return sha(Buffer.of(0), data[0] as Uint8Array);
  let k = 1;
  while (k * 2 < data.length) k *= 2;
  return sha(Buffer.of(1), naiveRoot(data.slice(0, k)), naiveRoot(data.slice(k)));
}

const roots = Array.from({ length: 301 }, (_, n) => naiveRoot(entries.slice(0, n)));
const nodes = new Map<string, Hash>();
const frontierRoots: Hash[] = [];
{
  const frontier = TreeFrontier.empty();
  for (const entry of entries) {
    frontierRoots.push(frontier.root());
    for (const node of frontier.append(leafHash(entry))) nodes.set(`${node.level}/${node.index}`, node.hash);
  }
}
const rangeHash = (range: LeafRange): Hash =>
  foldNodes(fullNodes(range).map(({ level, index }) => nodes.get(`${level}/${index}`) as Hash));
const inclusion = (index: number, size: number) => inclusionRanges(BigInt(index), BigInt(size)).map(rangeHash);
const consistency = (old: number, size: number) => consistencyRanges(BigInt(old), BigInt(size)).map(rangeHash);

describe("hashes", () => {
  test("are those of RFC 6962", () => {
    expect(hex(emptyRoot)).toMatch(/^e3b0c442/);
    expect(hex(leafHash(Buffer.alloc(0)))).toMatch(/^6e340b9c/);
    expect(hex(leafHash(Buffer.from("L123456")))).toMatch(/^395aa064/);
    expect(hex(nodeHash(Buffer.from("N123"), Buffer.from("N456")))).toMatch(/^aa217fe8/);
  });
});

describe("a growing tree", () => {
  test("has the root of the definition at every size from 0 to 300", () => {
    expect(frontierRoots.map(hex)).toEqual(roots.map(hex));
  });

  test("resumes from its stored nodes at every size", () => {
    for (let size = 0; size < 300; size += 1) {
      const hashes = fullNodes({ begin: 0n, end: BigInt(size) }).map(
        ({ level, index }) => nodes.get(`${level}/${index}`) as Hash,
      );
      const resumed = TreeFrontier.resume(BigInt(size), hashes);
      expect(hex(resumed.root())).toBe(hex(roots[size] as Hash));
      resumed.append(leafHash(entries[size] as Buffer));
      expect(hex(resumed.root())).toBe(hex(roots[size + 1] as Hash));
    }
  });

  test("proves every entry of every size from 1 to 300", () => {
    for (let size = 1; size <= 300; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = inclusion(index, size);
        const result = verifyInclusion(
          BigInt(index),
          BigInt(size),
          leafHash(entries[index] as Buffer),
          proof,
          roots[size] as Hash,
        );
        if (!result.valid) throw new Error(`${index} of ${size}: ${result.reason}`);
      }
    }
  });

  test("proves that every size from 1 to 300 is a prefix of every later one", () => {
    for (let size = 1; size <= 300; size += 1) {
      for (let old = 1; old <= size; old += 1) {
        const result = verifyConsistency(
          BigInt(old),
          roots[old] as Hash,
          BigInt(size),
          roots[size] as Hash,
          consistency(old, size),
        );
        if (!result.valid) throw new Error(`${old} in ${size}: ${result.reason}`);
      }
    }
  });
});

const flip = (hash: Hash, bit: number): Buffer => {
  const copy = Buffer.from(hash);
  copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] as number) ^ (1 << (bit % 8));
  return copy;
};

/** Ways to damage a proof; each gives null when it does not apply. */
const damages: Record<string, (proof: Hash[], at: number, bit: number) => Hash[] | null> = {
  "a flipped bit": (p, at, bit) => (p.length ? p.with(at % p.length, flip(p[at % p.length] as Hash, bit)) : null),
  "a missing hash": (p, at) => (p.length ? p.toSpliced(at % p.length, 1) : null),
  "an added hash": (p, at) => p.toSpliced(at % (p.length + 1), 0, sha(Buffer.of(at))),
  "a repeated hash": (p) => (p.length ? [...p, p.at(-1) as Hash] : null),
  "two hashes in the wrong order": (p) => (p.length > 1 ? [p[1] as Hash, p[0] as Hash, ...p.slice(2)] : null),
  "a short hash": (p, at) =>
    p.length ? p.with(at % p.length, Buffer.from(p[at % p.length] as Hash).subarray(0, 31)) : null,
};

const sizes = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.tuple(fc.integer({ min: 1, max: size }), fc.constant(size)));

describe("proofs are refused", () => {
  test.each(Object.entries(damages))("with %s", (_, damage) => {
    fc.assert(
      fc.property(sizes, fc.nat(300), fc.nat(255), ([position, size], at, bit) => {
        const index = position - 1;
        const proof = damage(inclusion(index, size), at, bit);
        if (proof)
          expect(
            verifyInclusion(BigInt(index), BigInt(size), leafHash(entries[index] as Buffer), proof, roots[size] as Hash)
              .valid,
          ).toBe(false);
        const link = damage(consistency(position, size), at, bit);
        if (link)
          expect(
            verifyConsistency(BigInt(position), roots[position] as Hash, BigInt(size), roots[size] as Hash, link).valid,
          ).toBe(false);
      }),
    );
  });

  test("for another index, entry, size or root", () => {
    fc.assert(
      fc.property(sizes, fc.nat(299), fc.nat(255), ([position, size], other, bit) => {
        const index = position - 1;
        const proof = inclusion(index, size);
        const [leaf, root] = [leafHash(entries[index] as Buffer), roots[size] as Hash];
        const check = (i: number, n: number, l: Hash, r: Hash) =>
          verifyInclusion(BigInt(i), BigInt(n), l, proof, r).valid;
        if (other !== index) expect(check(other, size, leaf, root)).toBe(false);
        expect(check(index, size, flip(leaf, bit), root)).toBe(false);
        expect(check(index, size, leaf, flip(root, bit))).toBe(false);
        expect(check(index, size, nodeHash(leaf, leaf), root)).toBe(false);
        expect(check(-1, size, leaf, root)).toBe(false);
        expect(check(size, size, leaf, root)).toBe(false);
      }),
    );
  });

  test("when the tree shrank, was empty, or has two roots for one size", () => {
    const [a, b] = [roots[3] as Hash, roots[7] as Hash];
    expect(verifyConsistency(7n, b, 3n, a, consistency(3, 7)).valid).toBe(false);
    expect(verifyConsistency(0n, emptyRoot, 7n, b, []).valid).toBe(false);
    expect(verifyConsistency(0n, emptyRoot, 0n, emptyRoot, []).valid).toBe(false);
    expect(verifyConsistency(7n, b, 7n, a, []).valid).toBe(false);
    expect(verifyConsistency(7n, b, 7n, b, []).valid).toBe(true);
  });

  test("when a leaf is presented as a node (prefixes swapped)", () => {
    const entry = entries[0] as Buffer;
    const wrong = sha(Buffer.of(1), entry);
    expect(verifyInclusion(0n, 1n, wrong, [], roots[1] as Hash).valid).toBe(false);
  });
});

const folder = fileURLToPath(new URL("../../../shared/vectors/merkle", import.meta.url));
const present = existsSync(folder);
if (!present) {
  if (process.env.CI === "true") throw new Error(`The Merkle vectors are missing: expected them in ${folder}`);
  console.warn(`SKIPPED: no official Merkle vectors in ${folder}`);
}

describe.skipIf(!present)("official vectors of transparency-dev/merkle", () => {
  test("all 196 pass", () => {
    const reports = [...filesBelow(folder)].map(runVectorFile).filter((report) => report.kind === "vectors");
    expect(reports).toHaveLength(196);
    expect(reports.flatMap((report) => report.misses)).toEqual([]);
  });
});
