import type { RunChunk, ShownRun } from "./shown-runs-query";

/** A chunk as JSON carries it. */
export type WireChunk = {
  rows: (Omit<ShownRun, "startedAt"> & { startedAt: string })[];
  after: string | null;
};

/** Makes a chunk ready for JSON. */
export const writeChunk = ({ rows, after }: RunChunk): WireChunk => ({
  rows: rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString() })),
  after,
});

/** Reads what `writeChunk` wrote. */
export const readChunk = ({ rows, after }: WireChunk): RunChunk => ({
  rows: rows.map((row) => ({ ...row, startedAt: new Date(row.startedAt) })),
  after,
});
