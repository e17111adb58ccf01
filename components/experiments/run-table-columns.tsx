import { CellStripHeader } from "@/components/charts/cell-strip";
import type { Column, SpanningCell } from "@/components/data-table/column";
import { columnLabel, type RunColumn } from "@/lib/experiments/run-columns-choice";
import type { ShownRuns } from "@/lib/experiments/shown-runs";
import type { ShownRun } from "@/lib/experiments/shown-runs-query";
import { paths } from "@/lib/paths";
import { axisCells } from "./axes-strip";
import { IntervalAxis } from "./interval-domains";
import { runCell } from "./run-cell";
import { RunNameCell } from "./run-name-cell";

/** What the columns of a page are made from: nothing that changes while more rows come, or all rows would be drawn again. */
export type ColumnsContext = Pick<ShownRuns, "columns" | "baseline" | "pins"> & {
  project: string;
  now: Date;
  pinHref: (runId: string | null) => string;
  unpinHref: (runId: string) => string;
};

const rightAligned = new Set<RunColumn["kind"]>(["metric", "delta", "slice", "duration", "started"]);
const figures = new Set<RunColumn["kind"]>(["metric", "delta", "interval", "worst", "slice"]);

function nameColumn({ pins, baseline, project, pinHref, unpinHref }: ColumnsContext): Column<ShownRun> {
  const pinned = new Set(pins.map((row) => row.id));
  return {
    id: "name",
    header: "Run",
    width: 220,
    pinned: true,
    sortable: true,
    cell: (row) => {
      const isBaseline = baseline?.id === row.id;
      return (
        <RunNameCell
          row={row}
          href={paths.run(project, row.id)}
          isBaseline={isBaseline}
          pinHref={pinHref(isBaseline ? null : row.id)}
          unpinHref={pinned.has(row.id) ? unpinHref(row.id) : null}
        />
      );
    },
  };
}

function header(column: RunColumn) {
  if (column.kind === "axes") return <CellStripHeader cells={axisCells} />;
  if (column.kind === "interval") return <IntervalAxis metric={column.metric} />;
  if (column.kind === "delta") return "vs baseline";
  return columnLabel(column);
}

const sortKey = (column: RunColumn, id: string): string | null =>
  column.kind === "started" || column.kind === "duration" || column.kind === "metric" || column.kind === "param"
    ? id
    : null;

const worstTitle =
  "The slice with the largest loss against the baseline, or the lowest value without one. Red when the 95 % interval of the change leaves out 0; not corrected for the number of slices: compare the runs for that.";

/** Least width in px; one that stays in view needs one, because the place of the next depends on it. */
function widthOf(column: RunColumn, isFrozen: boolean): { width?: number } {
  if (column.kind === "worst") return { width: 230 };
  if (column.kind === "interval") return { width: 130 };
  if (figures.has(column.kind)) return { width: 84 };
  return isFrozen ? { width: column.kind === "axes" ? 132 : 110 } : {};
}

/** The chosen columns, ready for a table; those that stay in view first. */
export function runTableColumns(context: ColumnsContext): Column<ShownRun>[] {
  const { baseline, now } = context;
  const chosen = context.columns.map(
    ({ id, column, isFrozen }): Column<ShownRun> => ({
      id,
      header: header(column),
      title: column.kind === "worst" ? worstTitle : columnLabel(column),
      align: rightAligned.has(column.kind) ? "end" : "start",
      sortable: sortKey(column, id) !== null,
      ...(isFrozen ? { pinned: true } : {}),
      ...widthOf(column, isFrozen),
      cell: (row) => runCell(column, row, { baseline, now }),
    }),
  );
  return [nameColumn(context), ...chosen];
}

/** A run that broke shows its error where its figures would stand, beside what stays in view. */
export function errorSpan(columns: ShownRuns["columns"]): (row: ShownRun) => SpanningCell | null {
  const isFigure = (at: number) => {
    const shown = columns[at];
    return shown !== undefined && !shown.isFrozen && figures.has(shown.column.kind);
  };
  const from = columns.findIndex((_, at) => isFigure(at));
  let to = from;
  while (to >= 0 && isFigure(to + 1)) to += 1;
  const [first, last] = [columns[from]?.id, columns[to]?.id];
  return (row) => {
    if (!row.error || !first || !last || Object.values(row.metrics).some((figure) => figure.value !== null))
      return null;
    const content = (
      <span className="text-fail" title={`${row.error.type}: ${row.error.message}`}>
        <b className="font-medium">{row.error.type}</b> <bdi>{row.error.message}</bdi>
      </span>
    );
    return { from: first, to: last, content };
  };
}
