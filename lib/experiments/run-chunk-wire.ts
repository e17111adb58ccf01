import type { RunTableRow } from "./run-table-rows";
import type { RunChunk } from "./shown-runs-query";

/** A chunk as JSON carries it. */
export type WireChunk = {
  rows: (Omit<RunTableRow, "startedAt"> & { startedAt: string })[];
  worst: [string, RunChunk["worst"] extends Map<string, infer V> ? V : never][];
  slices: [string, [string, Record<string, number | null>][]][];
  after: string | null;
};

/** Makes a chunk ready for JSON. */
export const writeChunk = ({ rows, worst, slices, after }: RunChunk): WireChunk => ({
  rows: rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString() })),
  worst: [...worst],
  slices: [...slices].map(([id, figures]) => [id, [...figures]]),
  after,
});

/** Reads what `writeChunk` wrote. */
export const readChunk = ({ rows, worst, slices, after }: WireChunk): RunChunk => ({
  rows: rows.map((row) => ({ ...row, startedAt: new Date(row.startedAt) })),
  worst: new Map(worst),
  slices: new Map(slices.map(([id, figures]) => [id, new Map(figures)])),
  after,
});
