import "server-only";
import { sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import type { Hash } from "./merkle";
import {
  consistencyRanges,
  foldNodes,
  fullNodes,
  inclusionRanges,
  type LeafRange,
  type NodeId,
  TreeFrontier,
  type TreeNode,
} from "./merkle-tree";

const arrayOf = (values: readonly (string | number | bigint)[]) => `{${values.join(",")}}`;

/** Hashes of full subtrees, in the order asked; throws when the store lacks one. */
async function loadNodes(db: Reader, ids: readonly NodeId[]): Promise<Hash[]> {
  if (ids.length === 0) return [];
  const rows = await db.execute<{ hash: Buffer | null }>(sql`
    select coalesce(l.leaf_hash, n.hash) as hash
    from unnest(${arrayOf(ids.map((id) => id.level))}::int[], ${arrayOf(ids.map((id) => id.index))}::bigint[])
      with ordinality as want(level, index, position)
    left join audit_leaves l on want.level = 0 and l.seq = want.index + 1
    left join audit_nodes n on n.level = want.level and n.index = want.index
    order by want.position`);
  return rows.map(({ hash }, i) => {
    if (!hash) throw new Error(`The audit tree lacks node ${ids[i]?.level}/${ids[i]?.index}.`);
    return hash;
  });
}

async function loadRanges(db: Reader, ranges: readonly LeafRange[]): Promise<Hash[]> {
  const parts = ranges.map(fullNodes);
  const hashes = await loadNodes(db, parts.flat());
  let at = 0;
  return parts.map((nodes) => {
    at += nodes.length;
    return foldNodes(hashes.slice(at - nodes.length, at));
  });
}

/** The right edge of the stored tree at `size`: to append to it, or for its root. */
export async function loadFrontier(db: Reader, size: number): Promise<TreeFrontier> {
  const range = { begin: 0n, end: BigInt(size) };
  return TreeFrontier.resume(range.end, await loadNodes(db, fullNodes(range)));
}

/** Proofs that events `seqs` (from 1) are in the tree of `size` events, one per event. */
export async function inclusionProofs(db: Reader, seqs: readonly number[], size: number): Promise<Hash[][]> {
  const ranges = seqs.map((seq) => inclusionRanges(BigInt(seq - 1), BigInt(size)));
  const hashes = await loadRanges(db, ranges.flat());
  let at = 0;
  return ranges.map((own) => {
    at += own.length;
    return hashes.slice(at - own.length, at);
  });
}

/** Proof that the tree of `oldSize` events is a prefix of that of `size`. */
export const consistencyProof = (db: Reader, oldSize: number, size: number): Promise<Hash[]> =>
  loadRanges(db, consistencyRanges(BigInt(oldSize), BigInt(size)));

/** Stores inner nodes; leaves are in audit_leaves already. */
export async function storeNodes(tx: Tx, nodes: readonly TreeNode[]): Promise<void> {
  const inner = nodes.filter((node) => node.level > 0);
  if (inner.length === 0) return;
  await tx.execute(sql`
    insert into audit_nodes (level, index, hash)
    select level, index, decode(hash, 'hex')
    from unnest(
      ${arrayOf(inner.map((n) => n.level))}::int[],
      ${arrayOf(inner.map((n) => n.index))}::bigint[],
      ${arrayOf(inner.map((n) => Buffer.from(n.hash).toString("hex")))}::text[]
    ) as node(level, index, hash)`);
}
