import type { RunColumn } from "./run-columns-choice";
import type { RunPage } from "./run-table-query";
import type { RunChunk, ShownRun } from "./shown-runs-query";

/** What the rows of a run table are drawn from, in the browser as on the server. */
export type ShownRuns = Pick<RunPage, "rows" | "baseline" | "pins" | "after" | "before" | "start"> & {
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
export function withShownParams(row: ShownRun, columns: readonly { column: RunColumn }[]): ShownRun {
  const kept = columns.flatMap(({ column }) => {
    const value = column.kind === "param" ? row.params[column.name] : undefined;
    return column.kind === "param" && value !== undefined ? [[column.name, value] as const] : [];
  });
  return { ...row, params: Object.fromEntries(kept) };
}

/** What of a page the browser needs to draw and continue it. */
export function shownRuns(page: RunPage, frozen: readonly string[]): ShownRuns {
  const columns = orderColumns(page.columns, frozen);
  const { baseline, after, before, start } = page;
  const lean = (row: ShownRun) => withShownParams(row, columns);
  const [rows, pins] = [page.rows.map(lean), page.pins.map(lean)];
  return { rows, pins, baseline: baseline && lean(baseline), columns, after, before, start };
}

/**
 * Continues a page by what came after it, each run once. What was joined before is kept: a further chunk costs as much as its own rows, however
 * many there are already.
 */
export function continuation(page: ShownRuns): (chunks: readonly RunChunk[]) => ShownRuns {
  let joined: readonly RunChunk[] = [];
  let shown = page;
  const placesOf = ({ rows }: ShownRuns) => new Map(rows.map(({ id }, place) => [id, place]));
  let places = placesOf(page);
  return (chunks) => {
    if (joined.some((chunk, at) => chunk !== chunks[at])) [joined, shown, places] = [[], page, placesOf(page)];
    const further = chunks.slice(joined.length);
    if (further.length === 0) return shown;
    const rows = [...shown.rows];
    for (const row of further.flatMap((chunk) => chunk.rows)) {
      const place = places.get(row.id) ?? rows.length;
      places.set(row.id, place);
      rows[place] = row;
    }
    joined = chunks;
    shown = { ...page, rows, after: further.at(-1)?.after ?? null };
    return shown;
  };
}
