import type { ReactNode } from "react";
import { Legend } from "@/components/charts/legend";
import { hrefWith } from "@/components/data-table/href";
import { SelectionBar } from "@/components/data-table/selection-bar";
import { TableKeys } from "@/components/data-table/table-keys";
import { FullPage } from "@/components/layout/full-page";
import { groupedMetrics } from "@/lib/experiments/grouped-metrics";
import type { RunCount } from "@/lib/experiments/run-counts";
import type { RunGroups } from "@/lib/experiments/run-groups-query";
import type { TableParams } from "@/lib/experiments/run-table-address";
import type { RunPage } from "@/lib/experiments/run-table-query";
import type { RunTableRow } from "@/lib/experiments/run-table-rows";
import { type RunView, sortName } from "@/lib/experiments/run-view";
import { shownRuns } from "@/lib/experiments/shown-runs";
import { formatCount, plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { BulkActions, type BulkRights } from "./bulk-actions";
import { LiveRuns } from "./live-runs";
import { RunFilterBar } from "./run-filter-bar";
import { RunGroupsTable } from "./run-groups-table";
import { RunList } from "./run-list";
import { RunPager } from "./run-pager";
import { RunRowsProvider } from "./run-rows";
import { RunSelectionActions } from "./run-selection-actions";

type RunTableProps = {
  header: ReactNode;
  project: string;
  path: string;
  params: TableParams;
  view: RunView;
  page: RunPage;
  now: Date;
  canRegister: boolean;
  rights: BulkRights;
  /** Runs by group, when the address asks for it: shown instead of the rows. */
  groups: RunGroups | null;
  /** The newest runs of the groups that stand open. */
  openGroups: ReadonlyMap<string | null, readonly RunTableRow[]>;
  /** What the newest runs looked like when the page was made. */
  version: string;
};

const countText = ({ n, about }: RunCount): string => (about === null ? formatCount(n) : `about ${formatCount(about)}`);

const legend = [
  { label: "baseline", mark: "hollow", colour: "baseline" },
  { label: "run, 95 % interval", mark: "filled", colour: "candidate" },
] as const;

/** Runs as a table that fills the page: filters above, selection, legend and pages below. */
export function RunTable(props: RunTableProps) {
  const { header, project, path, params, view, page, now, canRegister, rights, groups, openGroups, version } = props;
  const sort = { column: sortName(view.sort), direction: view.descending ? ("desc" as const) : ("asc" as const) };
  const scoped = { ...params, ...(view.experimentId ? { experiment: view.experimentId } : {}) };
  const csvQuery = hrefWith("", scoped, { view: null });
  const rowsQuery = hrefWith("", scoped, {
    view: null,
    saved: null,
    group: null,
    open: null,
    frozen: null,
    columns: page.columns.map(({ id }) => id).join(",") || "started",
    baseline: page.baseline?.id ?? "none",
  });
  const count = page.matching.about === null ? page.matching.n : null;
  const isFiltered = view.filter.terms.length > 0;
  const isArchived = view.filter.terms.some((term) => term.kind === "archived" && term.wanted);
  const shown = shownRuns(page, view.frozen);
  const onTop = (page.baseline ? 1 : 0) + page.pins.length;
  const foot = (
    <SelectionBar
      actions={
        <RunSelectionActions
          project={project}
          baseline={page.baseline && { id: page.baseline.id, name: page.baseline.name }}
          canRegister={canRegister}
          path={path}
          params={params}
          pins={view.pins}
          rights={rights}
          isArchived={isArchived}
        />
      }
      hint={
        <span className="flex flex-wrap items-center gap-2">
          <span className="max-lg:hidden">j k move, x selects, c compares, Enter opens</span>
          {isFiltered && page.matching.n > 0 && view.filter.problems.length === 0 && (
            <BulkActions
              project={project}
              selection={{ by: "filter", q: view.filterText, experimentId: view.experimentId }}
              isArchived={isArchived}
              {...rights}
            />
          )}
        </span>
      }
      end={
        <>
          <LiveRuns
            project={project}
            experimentId={view.experimentId}
            version={version}
            isFirstPage={view.cursor === null}
          />
          {groups && (
            <span className="font-medium tabular-nums">
              {formatCount(groups.groups.length)} of {plural(groups.total, "group")}
              {groups.onlyNewest !== null && ` of the newest ${formatCount(groups.onlyNewest)} runs`}
            </span>
          )}
          {!groups && page.columns.some(({ column }) => column.kind === "interval") && <Legend entries={legend} />}
          {page.matching.about !== null && (
            <span className="text-ink-3">about {formatCount(page.matching.about)} match</span>
          )}
          {isFiltered && <span className="text-ink-3">of {countText(page.total)} in all</span>}
          {!groups && <RunPager path={path} params={params} total={count} />}
        </>
      }
    />
  );
  return (
    <RunRowsProvider
      page={shown}
      url={paths.runRows(project, rowsQuery)}
      storageKey={`runs ${project} ${view.experimentId ?? "all"}`}
    >
      <FullPage
        header={
          <>
            {header}
            <RunFilterBar
              project={project}
              path={path}
              params={params}
              view={view}
              page={page}
              csvHref={paths.runsCsv(project, csvQuery)}
            />
          </>
        }
        footer={foot}
      >
        <TableKeys>
          {groups && view.grouping ? (
            <RunGroupsTable
              project={project}
              path={path}
              params={params}
              filterText={view.filterText}
              open={view.open}
              runs={openGroups}
              grouping={view.grouping}
              metrics={groupedMetrics(page)}
              found={groups}
              now={now}
            />
          ) : (
            <RunList
              project={project}
              path={path}
              params={params}
              pins={view.pins}
              sort={sort}
              isFiltered={isFiltered}
              total={count === null || (isFiltered && onTop > 0) ? null : count - onTop}
              now={now}
            />
          )}
        </TableKeys>
      </FullPage>
    </RunRowsProvider>
  );
}
