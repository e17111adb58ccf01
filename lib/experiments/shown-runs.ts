import type { RunColumn } from "./run-columns-choice";
import type { RunPage } from "./run-table-query";
import type { RunTableRow } from "./run-table-rows";
import type { RunChunk } from "./shown-runs-query";

/** What the rows of a run table are drawn from, in the browser as on the server. */
export type ShownRuns = Pick<
  RunPage,
  "rows" | "baseline" | "pins" | "worst" | "slices" | "after" | "before" | "start"
> & {
  /** Those that stay in view come first. */
  columns: ShownColumn[];
};
export type ShownColumn = RunPage["columns"][number] & { isFrozen: boolean };

/** The columns in the order they are drawn: those that stay in view, then the rest. */
export function orderColumns(columns: RunPage["columns"], frozen: readonly string[]): ShownColumn[] {
  const marked = columns.map((column) => ({ ...column, isFrozen: frozen.includes(column.id) }));
  return [...marked.filter((column) => column.isFrozen), ...marked.filter((column) => !column.isFrozen)];
}

/** A row with the parameters that columns show: a run may have many that none names. */
export function withShownParams(row: RunTableRow, columns: readonly { column: RunColumn }[]): RunTableRow {
  const kept = columns.flatMap(({ column }) => {
    const value = column.kind === "param" ? row.params[column.name] : undefined;
    return column.kind === "param" && value !== undefined ? [[column.name, value] as const] : [];
  });
  return { ...row, params: Object.fromEntries(kept) };
}

/** What of a page the browser needs to draw and continue it. */
export function shownRuns(page: RunPage, frozen: readonly string[]): ShownRuns {
  const columns = orderColumns(page.columns, frozen);
  const { baseline, worst, slices, after, before, start } = page;
  const lean = (row: RunTableRow) => withShownParams(row, columns);
  const [rows, pins] = [page.rows.map(lean), page.pins.map(lean)];
  return { rows, pins, baseline: baseline && lean(baseline), columns, worst, slices, after, before, start };
}

/** A page continued by what came after it, each run once. */
export function continued(page: ShownRuns, chunks: readonly RunChunk[]): ShownRuns {
  if (chunks.length === 0) return page;
  const rows = new Map([...page.rows, ...chunks.flatMap((chunk) => chunk.rows)].map((row) => [row.id, row]));
  return {
    ...page,
    rows: [...rows.values()],
    worst: new Map([page.worst, ...chunks.map((chunk) => chunk.worst)].flatMap((worst) => [...worst])),
    slices: new Map([page.slices, ...chunks.map((chunk) => chunk.slices)].flatMap((slices) => [...slices])),
    after: chunks.at(-1)?.after ?? null,
  };
}
