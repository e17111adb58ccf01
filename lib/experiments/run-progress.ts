import type { RunStatus } from "@/db/enums";
import type { RunTableRow } from "./run-table-rows";
import type { ShownRuns } from "./shown-runs";
import type { RunChunk } from "./shown-runs-query";

/** Whether a run may still log something. */
export const isOpenRun = (status: RunStatus): boolean => status === "RUNNING" || status === "SCHEDULED";

/** Runs whose figures are asked for again at once: the first ones of those shown. */
const mostFollowed = 100;

/** Runs shown that are not over, those on top first. */
export function openRuns({ baseline, pins, rows }: ShownRuns): string[] {
  const open = [...(baseline ? [baseline] : []), ...pins, ...rows].filter(
    (row) => isOpenRun(row.status) && !row.isArchived,
  );
  return [...new Set(open.map((row) => row.id))].slice(0, mostFollowed);
}

/** The rows with those that were read again in their place; their order stays. */
export function withProgress(shown: ShownRuns, progress: RunChunk): ShownRuns {
  const now = new Map(progress.rows.map((row) => [row.id, row]));
  if (now.size === 0) return shown;
  const fresh = (row: RunTableRow) => now.get(row.id) ?? row;
  return {
    ...shown,
    rows: shown.rows.map(fresh),
    pins: shown.pins.map(fresh),
    baseline: shown.baseline && fresh(shown.baseline),
    worst: new Map([...shown.worst, ...progress.worst]),
    slices: new Map([...shown.slices, ...progress.slices]),
  };
}

/** What was read before, with what was read now instead where both have a run. */
export const mergeProgress = (before: RunChunk, now: RunChunk): RunChunk => ({
  rows: [...new Map([...before.rows, ...now.rows].map((row) => [row.id, row])).values()],
  worst: new Map([...before.worst, ...now.worst]),
  slices: new Map([...before.slices, ...now.slices]),
  after: null,
});
