import { CellStripHeader } from "@/components/charts/cell-strip";
import { PlotAxis } from "@/components/charts/plot-axis";
import { type Domain, domainOf } from "@/components/charts/scale";
import type { Column, SpanningCell } from "@/components/data-table/column";
import { Glyph } from "@/components/ui/glyph";
import { LiveMark } from "@/components/ui/live-mark";
import { TextLink } from "@/components/ui/text-link";
import { columnLabel, type RunColumn } from "@/lib/experiments/run-columns-choice";
import { isOpenRun } from "@/lib/experiments/run-progress";
import type { RunTableRow } from "@/lib/experiments/run-table-rows";
import type { ShownRuns } from "@/lib/experiments/shown-runs";
import { paths } from "@/lib/paths";
import { axisCells } from "./axes-strip";
import { runCell } from "./run-cell";

export type ColumnsContext = {
  page: ShownRuns;
  project: string;
  now: Date;
  pinHref: (runId: string | null) => string;
  unpinHref: (runId: string) => string;
};

const rightAligned = new Set<RunColumn["kind"]>(["metric", "delta", "slice", "duration", "started"]);
const figures = new Set<RunColumn["kind"]>(["metric", "delta", "interval", "worst", "slice"]);

function nameColumn({ page, project, pinHref, unpinHref }: ColumnsContext): Column<RunTableRow> {
  const pinned = new Set(page.pins.map((row) => row.id));
  return {
    id: "name",
    header: "Run",
    width: 220,
    pinned: true,
    sortable: true,
    cell: (row) => {
      const isBaseline = page.baseline?.id === row.id;
      return (
        <span className="group/name flex items-center gap-1.5">
          <TextLink
            quiet
            href={paths.run(project, row.id)}
            prefetch={false}
            className="min-w-0 truncate font-medium"
            title={row.intent ?? undefined}
          >
            <bdi>{row.name}</bdi>
          </TextLink>
          {row.isArchived && <span className="text-xs text-ink-3">archived</span>}
          {isOpenRun(row.status) && !row.isArchived && <LiveMark label="The row follows while the run goes on" />}
          {pinned.has(row.id) && (
            <TextLink
              quiet
              href={unpinHref(row.id)}
              prefetch={false}
              scroll={false}
              aria-label={`Take the pin off ${row.name}`}
              title="Take the pin off"
              className="ms-auto grid size-6 flex-none place-items-center rounded-s text-ink-2 hover:bg-sunken"
            >
              <Glyph name="close" size={11} />
            </TextLink>
          )}
          <TextLink
            quiet
            href={pinHref(isBaseline ? null : row.id)}
            prefetch={false}
            scroll={false}
            aria-label={isBaseline ? `Take ${row.name} off as baseline` : `Compare all with ${row.name}`}
            title={isBaseline ? "Take off as baseline" : "Pin as baseline"}
            className={`${pinned.has(row.id) ? "" : "ms-auto"} grid size-6 flex-none place-items-center rounded-s hover:bg-sunken ${isBaseline ? "text-ink" : "text-ink-3 opacity-0 group-hover/name:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60"}`}
          >
            <Glyph name="pin" size={12} />
          </TextLink>
        </span>
      );
    },
  };
}

function header(column: RunColumn, domain: Domain | undefined) {
  if (column.kind === "axes") return <CellStripHeader cells={axisCells} />;
  if (column.kind === "interval" && domain) return <PlotAxis domain={domain} width={110} count={3} />;
  if (column.kind === "delta") return "vs baseline";
  return columnLabel(column);
}

const sortKey = (column: RunColumn, id: string): string | null =>
  column.kind === "started" || column.kind === "duration" || column.kind === "metric" || column.kind === "param"
    ? id
    : null;

const worstTitle =
  "The slice with the largest loss against the baseline, or the lowest value without one. Red when the 95 % interval of the change leaves out 0; not corrected for the number of slices: compare the runs for that.";

/** Domains of the interval columns: all rows of the page and the baseline share one axis. */
function domainsOf(page: ShownRuns): Map<string, Domain> {
  const rows = [...page.rows, ...page.pins, ...(page.baseline ? [page.baseline] : [])];
  const metrics = page.columns.flatMap(({ column }) => (column.kind === "interval" ? [column.metric] : []));
  return new Map(
    metrics.map((metric) => [
      metric,
      domainOf(
        rows.flatMap((row) => [row.metrics[metric]?.low, row.metrics[metric]?.value, row.metrics[metric]?.high]),
      ),
    ]),
  );
}

/** Least width in px; one that stays in view needs one, because the place of the next depends on it. */
function widthOf(column: RunColumn, isFrozen: boolean): { width?: number } {
  if (column.kind === "worst") return { width: 230 };
  if (column.kind === "interval") return { width: 130 };
  if (figures.has(column.kind)) return { width: 84 };
  return isFrozen ? { width: column.kind === "axes" ? 132 : 110 } : {};
}

/** The chosen columns, ready for a table; those that stay in view first. */
export function runTableColumns(context: ColumnsContext): Column<RunTableRow>[] {
  const domains = domainsOf(context.page);
  const chosen = context.page.columns.map(({ id, column, isFrozen }): Column<RunTableRow> => {
    const domain = column.kind === "interval" ? domains.get(column.metric) : undefined;
    return {
      id,
      header: header(column, domain),
      title: column.kind === "worst" ? worstTitle : columnLabel(column),
      align: rightAligned.has(column.kind) ? "end" : "start",
      sortable: sortKey(column, id) !== null,
      ...(isFrozen ? { pinned: true } : {}),
      ...widthOf(column, isFrozen),
      cell: (row) => runCell(column, row, { page: context.page, now: context.now, domains }),
    };
  });
  return [nameColumn(context), ...chosen];
}

/** A run that broke shows its error where its figures would stand, beside what stays in view. */
export function errorSpan({ columns }: ShownRuns): (row: RunTableRow) => SpanningCell | null {
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
