import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { type RunColumn, readColumns } from "./run-columns-choice";
import { cursorsOf } from "./run-page-cursors";
import { listPageIds } from "./run-page-ids";
import { scopeOf } from "./run-scope";
import { loadSliceFigures, loadWorstSlices, type WorstSlice } from "./run-slice-cells";
import { loadRunRows, type RunTableRow } from "./run-table-rows";
import type { RunView } from "./run-view";
import { withShownParams } from "./shown-runs";

/** A run with all that its cells are drawn from. */
export type ShownRun = RunTableRow & {
  worst: WorstSlice | null;
  /** Metrics by "dimension=value" of the slices that columns show. */
  slices: Record<string, Record<string, number | null>>;
};
/** Rows that go on where a page ended. */
export type RunChunk = { rows: ShownRun[]; after: string | null };

type Shown = {
  ids: readonly string[];
  columns: readonly { column: RunColumn }[];
  primary: string | null;
  baselineId: string | null;
};

const metricsOf = (columns: readonly RunColumn[], primary: string | null): string[] => [
  ...new Set([
    ...(primary ? [primary] : []),
    ...columns.flatMap((c) => (c.kind === "metric" || c.kind === "delta" || c.kind === "interval" ? [c.metric] : [])),
  ]),
];

/** These runs and their baseline by id, with only the figures that the columns show. */
export async function loadShownRuns(
  ctx: Context,
  { ids, columns, primary, baselineId }: Shown,
): Promise<Map<string, ShownRun>> {
  const shown = columns.map((c) => c.column);
  const worstMetric = shown.flatMap((c) => (c.kind === "worst" ? [c.metric] : []))[0];
  const all = [...new Set([...ids, ...(baselineId ? [baselineId] : [])])];
  const [loaded, worst, slices] = await Promise.all([
    loadRunRows(ctx, all, metricsOf(shown, primary)),
    worstMetric ? loadWorstSlices(ctx, all, worstMetric, baselineId) : new Map<string, WorstSlice>(),
    loadSliceFigures(
      ctx,
      all,
      shown.flatMap((c) => (c.kind === "slice" ? [c] : [])),
    ),
  ]);
  const whole = (row: RunTableRow): ShownRun => ({
    ...row,
    worst: worst.get(row.id) ?? null,
    slices: Object.fromEntries(slices.get(row.id) ?? []),
  });
  return new Map(loaded.map((row) => [row.id, whole(row)]));
}

async function chunkOf(ctx: Context, view: RunView, ids: readonly string[], after: string | null): Promise<RunChunk> {
  if (ids.length === 0) return { rows: [], after: null };
  const columns = readColumns(view.columns ?? []);
  const baselineId = view.baseline === "none" ? null : view.baseline;
  const byId = await loadShownRuns(ctx, { ids, columns, primary: null, baselineId });
  const rows = ids.flatMap((id) => byId.get(id) ?? []).map((row) => withShownParams(row, columns));
  return { rows, after };
}

/** The rows after a view's cursor, with the columns that it names: what a table that is scrolled asks for. Counts nothing. */
export async function listRunChunk(ctx: Context, view: RunView, limit: number): Promise<RunChunk> {
  authorize(ctx, "project.view");
  const ids = await listPageIds(await scopeOf(ctx, view), view, limit);
  const pageIds = ids.entries.map((entry) => entry.id);
  return chunkOf(ctx, view, pageIds, cursorsOf(ids, view.cursor).after);
}

/** Some runs of the project as they are now, with the columns that the view names; ids of no run are left out. */
export async function listRunsNow(ctx: Context, view: RunView, ids: readonly string[]): Promise<RunChunk> {
  authorize(ctx, "project.view");
  return chunkOf(ctx, view, ids, null);
}
