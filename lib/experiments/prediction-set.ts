import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { keepRecent } from "@/lib/keep-recent";
import { oncePer } from "@/lib/once-per";
import type { SliceColumn } from "./paired-rows";

/** Row-level predictions as read: parallel lists, one entry a row, in any order. */
export type PredictionTable = {
  rowIds: string[];
  labels: number[];
  scores: number[];
  columns: { name: string; values: string[] }[];
};

/** Evaluation rows in row-id order. Runs on the same rows share them, whatever the order of their files. */
export type PackedRows = {
  digest: string;
  n: number;
  rowIds: Buffer;
  labels: Buffer;
  columns: { name: string; values: string[]; width: 1 | 2 }[];
  codes: Buffer;
};
export type PackedPredictions = { rows: PackedRows; scores: Buffer };

/** Distinct values a slice column may have: what two bytes can number. */
export const maxSliceValues = 65_536;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function packColumn(values: readonly string[], order: Uint32Array): { values: string[]; width: 1 | 2; codes: Buffer } {
  const distinct = [...new Set(values)].sort(compare);
  const codeOf = new Map(distinct.map((value, code) => [value, code]));
  const width = distinct.length <= 256 ? 1 : 2;
  const codes = Buffer.alloc(values.length * width);
  order.forEach((from, row) => {
    codes.writeUIntLE(codeOf.get(values[from] ?? "") ?? 0, row * width, width);
  });
  return { values: distinct, width, codes };
}

/**
 * Packs predictions: labels one byte, slice codes one or two bytes, row ids gzipped, scores float32, all in row-id order. `digest` is the
 * SHA-256 over the columns' names and values, the row ids, the labels and the codes; scores are not part of it.
 */
export function packPredictions(table: PredictionTable): PackedPredictions {
  const n = table.rowIds.length;
  const order = Uint32Array.from({ length: n }, (_, row) => row).sort((a, b) =>
    compare(table.rowIds[a] ?? "", table.rowIds[b] ?? ""),
  );
  const columns = table.columns
    .toSorted((a, b) => compare(a.name, b.name))
    .map(({ name, values }) => ({ name, ...packColumn(values, order) }));
  const ids = Array.from(order, (row) => table.rowIds[row]).join("\n");
  const labels = Buffer.from(Uint8Array.from(order, (row) => table.labels[row] ?? 0));
  const codes = Buffer.concat(columns.map((column) => column.codes));
  const header = columns.map(({ name, values, width }) => ({ name, values, width }));
  const hash = createHash("sha256")
    .update(JSON.stringify({ n, columns: header }))
    .update("\n")
    .update(ids)
    .update("\n")
    .update(labels)
    .update(codes);
  const scores = Buffer.alloc(n * 4);
  order.forEach((from, row) => {
    scores.writeFloatLE(table.scores[from] ?? Number.NaN, row * 4);
  });
  return {
    rows: { digest: `sha256:${hash.digest("hex")}`, n, rowIds: gzipSync(ids), labels, columns: header, codes },
    scores,
  };
}

/** The same bytes unpack to the same array, found by their SHA-256, so that what is computed from it can be kept with it. */
function oncePerContent<To>(unpack: (bytes: Buffer) => To): (bytes: Buffer) => To {
  const kept = keepRecent<To>(16);
  return oncePer((bytes) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    return kept.get(digest) ?? kept.put(digest, unpack(bytes));
  });
}

const isBigEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

/** Labels of rows, 0 or 1 each. Nobody changes what comes back. */
export const unpackLabels = oncePerContent((bytes) => new Uint8Array(bytes));

/** Scores as a typed array of its own memory. Nobody changes what comes back. */
export const unpackScores = oncePerContent((bytes): Float32Array => {
  const own = new Uint8Array(bytes);
  if (isBigEndian) Buffer.from(own.buffer).swap32();
  return new Float32Array(own.buffer);
});

/** Slice columns with one code a row. */
export function unpackColumns(columns: PackedRows["columns"], codes: Buffer, n: number): SliceColumn[] {
  let from = 0;
  return columns.map(({ name, values, width }) => {
    const own = new Uint8Array(codes.subarray(from, from + n * width));
    from += n * width;
    if (width === 1) return { name, values, codes: own };
    if (isBigEndian) Buffer.from(own.buffer).swap16();
    return { name, values, codes: new Uint16Array(own.buffer) };
  });
}

/** Row ids in stored order. */
export const unpackRowIds = (bytes: Buffer): string[] => gunzipSync(bytes).toString("utf8").split("\n");

export type Confusion = { tp: number; fp: number; fn: number; tn: number };

/** Counts at a threshold, compared in float32 as the scores are: selected means score >= threshold. */
export function confusionOf(labels: Uint8Array, scores: Float32Array, threshold: number): Confusion {
  const limit = Math.fround(threshold);
  const cells = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let row = 0; row < labels.length; row += 1) {
    const selected = (scores[row] ?? Number.NaN) >= limit;
    cells[labels[row] ? (selected ? "tp" : "fn") : selected ? "fp" : "tn"] += 1;
  }
  return cells;
}
