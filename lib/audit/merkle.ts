import { createHash } from "node:crypto";

/** A SHA-256 digest: exactly 32 bytes. */
export type Hash = Uint8Array;
const hashSize = 32;

export type ProofResult = { valid: true } | { valid: false; reason: string };
const valid: ProofResult = { valid: true };
const invalid = (reason: string): ProofResult => ({ valid: false, reason });

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** Root of the tree without entries: SHA-256 of nothing (RFC 6962 section 2.1). */
export const emptyRoot: Hash = sha256();

/** Hash of one entry: SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Buffer {
  return sha256(leafPrefix, entry);
}

/** Hash of an inner node: SHA-256(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Buffer {
  return sha256(nodePrefix, left, right);
}

export function hashesEqual(a: Hash, b: Hash): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

const isHash = (value: Hash) => value.length === hashSize;

/**
 * Root that an inclusion proof leads to, or null when the proof has the wrong shape for (index, size).
 * Algorithm of RFC 9162 section 2.1.3.2; index is 0-based.
 */
export function rootFromInclusion(index: bigint, size: bigint, leaf: Hash, proof: readonly Hash[]): Hash | null {
  if (index < 0n || index >= size) return null;
  let node = index;
  let last = size - 1n;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0n) return null;
    if (node % 2n === 1n || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  return last === 0n ? hash : null;
}

/** Checks that `leaf` is entry `index` (0-based) of the tree with `size` entries and root `root`. */
export function verifyInclusion(
  index: bigint,
  size: bigint,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
): ProofResult {
  if (index < 0n || index >= size) return invalid(`entry ${index} is outside a tree of ${size} entries`);
  if (!isHash(leaf)) return invalid("the leaf hash is not 32 bytes");
  if (!isHash(root)) return invalid("the root is not 32 bytes");
  if (!proof.every(isHash)) return invalid("a proof hash is not 32 bytes");
  const computed = rootFromInclusion(index, size, leaf, proof);
  if (!computed) return invalid(`${proof.length} hashes are the wrong number for entry ${index} of ${size}`);
  return hashesEqual(computed, root) ? valid : invalid("the proof leads to a different root");
}

/**
 * Checks that the tree (size1, root1) is a prefix of the tree (size2, root2). RFC 9162 section 2.1.4.2;
 * a size of 0 is an error because it would prove nothing.
 */
export function verifyConsistency(
  size1: bigint,
  root1: Hash,
  size2: bigint,
  root2: Hash,
  proof: readonly Hash[],
): ProofResult {
  if (size1 <= 0n) return invalid("an empty tree proves nothing about a later one");
  if (size2 < size1) return invalid(`the tree shrank from ${size1} to ${size2} entries`);
  if (size1 === size2) {
    if (proof.length > 0) return invalid("two trees of one size need an empty proof");
    return hashesEqual(root1, root2) ? valid : invalid(`two different roots for ${size1} entries`);
  }
  if (!isHash(root1) || !isHash(root2)) return invalid("a root is not 32 bytes");
  if (!proof.every(isHash)) return invalid("a proof hash is not 32 bytes");
  const isPowerOfTwo = (size1 & (size1 - 1n)) === 0n;
  const [first, ...rest] = isPowerOfTwo ? [root1, ...proof] : proof;
  if (!first) return invalid("the proof is empty");
  let node = size1 - 1n;
  let last = size2 - 1n;
  while (node % 2n === 1n) {
    node /= 2n;
    last /= 2n;
  }
  let old: Hash = first;
  let grown: Hash = first;
  for (const sibling of rest) {
    if (last === 0n) return invalid("the proof is too long");
    if (node % 2n === 1n || node === last) {
      old = nodeHash(sibling, old);
      grown = nodeHash(sibling, grown);
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      grown = nodeHash(grown, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  if (last !== 0n) return invalid("the proof is too short");
  if (!hashesEqual(old, root1)) return invalid("the proof leads to a different older root");
  return hashesEqual(grown, root2) ? valid : invalid("the proof leads to a different newer root");
}
