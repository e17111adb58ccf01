import { emptyRoot, type Hash, nodeHash } from "./merkle";

/** Address of a full subtree: it covers leaves [index * 2^level, (index + 1) * 2^level). */
export type NodeId = { level: number; index: bigint };
export type TreeNode = NodeId & { hash: Hash };

/** Leaves [begin, end), always one that the RFC 6962 recursion splits into. */
export type LeafRange = { begin: bigint; end: bigint };

/** Largest power of two strictly smaller than n; n is at least 2. */
function split(n: bigint): bigint {
  let k = 1n;
  while (k * 2n < n) k *= 2n;
  return k;
}

/** Sibling ranges, leaf to root, whose hashes are the inclusion proof of entry `index` (RFC 6962 PATH). */
export function inclusionRanges(index: bigint, size: bigint): LeafRange[] {
  if (index < 0n || index >= size) throw new RangeError(`Entry ${index} is outside a tree of ${size} entries.`);
  const ranges: LeafRange[] = [];
  let begin = 0n;
  let end = size;
  while (end - begin > 1n) {
    const middle = begin + split(end - begin);
    if (index < middle) {
      ranges.unshift({ begin: middle, end });
      end = middle;
    } else {
      ranges.unshift({ begin, end: middle });
      begin = middle;
    }
  }
  return ranges;
}

/** Ranges whose hashes prove that the tree of `oldSize` is a prefix of the tree of `size` (RFC 6962 SUBPROOF). */
export function consistencyRanges(oldSize: bigint, size: bigint): LeafRange[] {
  if (oldSize <= 0n || oldSize > size) throw new RangeError(`No consistency proof from ${oldSize} to ${size}.`);
  const ranges: LeafRange[] = [];
  let begin = 0n;
  let end = size;
  while (end !== oldSize) {
    const middle = begin + split(end - begin);
    if (oldSize <= middle) {
      ranges.unshift({ begin: middle, end });
      end = middle;
    } else {
      ranges.unshift({ begin, end: middle });
      begin = middle;
    }
  }
  if (begin !== 0n) ranges.unshift({ begin, end });
  return ranges;
}

/** Full subtrees, left to right, that together cover a range. */
export function fullNodes({ begin, end }: LeafRange): NodeId[] {
  const nodes: NodeId[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1n;
    while (at % (width * 2n) === 0n && at + width * 2n <= end) {
      width *= 2n;
      level += 1;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** Hash of a range from the hashes of its full subtrees, as `fullNodes` lists them. */
export function foldNodes(hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1);
  if (!last) return emptyRoot;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** The right edge of a growing tree: its full subtrees, left to right. Enough to append and to know the root. */
export class TreeFrontier {
  private constructor(
    private nodes: TreeNode[],
    private count: bigint,
  ) {}

  static empty(): TreeFrontier {
    return new TreeFrontier([], 0n);
  }

  /** Continues a tree of `size` from the hashes of `fullNodes({begin: 0n, end: size})`. */
  static resume(size: bigint, hashes: readonly Hash[]): TreeFrontier {
    const ids = fullNodes({ begin: 0n, end: size });
    if (ids.length !== hashes.length) throw new RangeError(`A tree of ${size} entries needs ${ids.length} nodes.`);
    const nodes = ids.map((id, i) => ({ ...id, hash: hashes[i] as Hash }));
    return new TreeFrontier(nodes, size);
  }

  get size(): bigint {
    return this.count;
  }

  /** Adds one leaf; returns the full subtrees that it completed, leaf level first. */
  append(leaf: Hash): TreeNode[] {
    const completed: TreeNode[] = [{ level: 0, index: this.count, hash: leaf }];
    let node = completed[0] as TreeNode;
    while (node.index % 2n === 1n) {
      const left = this.nodes.pop();
      if (!left) throw new Error("The tree frontier lost a node.");
      node = { level: node.level + 1, index: node.index / 2n, hash: nodeHash(left.hash, node.hash) };
      completed.push(node);
    }
    this.nodes.push(node);
    this.count += 1n;
    return completed;
  }

  root(): Hash {
    return foldNodes(this.nodes.map((node) => node.hash));
  }
}
