import type { RunStatus } from "@/db/enums";
import type { ShownRuns } from "./shown-runs";
import type { RunChunk, ShownRun } from "./shown-runs-query";

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

/** The rows with those that were read again in their place; their order stays. Lists that have none of them stay the same list. */
export function withProgress(shown: ShownRuns, progress: RunChunk): ShownRuns {
  const now = new Map(progress.rows.map((row) => [row.id, row]));
  if (now.size === 0) return shown;
  const fresh = (row: ShownRun) => now.get(row.id) ?? row;
  const all = (rows: ShownRun[]) => (rows.some(({ id }) => now.has(id)) ? rows.map(fresh) : rows);
  return { ...shown, rows: all(shown.rows), pins: all(shown.pins), baseline: shown.baseline && fresh(shown.baseline) };
}

/** What was read before, with what was read now instead where both have a run. */
export const mergeProgress = (before: RunChunk, now: RunChunk): RunChunk => ({
  rows: [...new Map([...before.rows, ...now.rows].map((row) => [row.id, row])).values()],
  after: null,
});
