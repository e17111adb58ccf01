import type { ReactNode } from "react";
import { Legend } from "@/components/charts/legend";
import { DataTable } from "@/components/data-table/data-table";
import { hrefWith } from "@/components/data-table/href";
import { KeysetPager } from "@/components/data-table/keyset-pager";
import { SelectionProvider } from "@/components/data-table/selection";
import { SelectionBar } from "@/components/data-table/selection-bar";
import { TableKeys } from "@/components/data-table/table-keys";
import { FullPage } from "@/components/layout/full-page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { groupedMetrics } from "@/lib/experiments/grouped-metrics";
import type { RunCount } from "@/lib/experiments/run-counts";
import type { RunGroups } from "@/lib/experiments/run-groups-query";
import type { TableParams } from "@/lib/experiments/run-table-address";
import type { RunPage } from "@/lib/experiments/run-table-query";
import { type RunView, sortName } from "@/lib/experiments/run-view";
import { formatCount, plural } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";
import { BulkActions, type BulkRights } from "./bulk-actions";
import { LiveRuns } from "./live-runs";
import { RunFilterBar } from "./run-filter-bar";
import { RunGroupsTable } from "./run-groups-table";
import { RunSelectionActions } from "./run-selection-actions";
import { errorSpan, runTableColumns } from "./run-table-columns";

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
  /** What the newest runs looked like when the page was made. */
  version: string;
};

/** First click on a column: the order people look for, best or newest first. */
const startsDescending = (column: string): boolean =>
  column !== "name" &&
  (!column.startsWith("metric:") || metricMeaning(column.slice(7)).better !== "lower") &&
  !column.startsWith("param:");

const countText = ({ n, about }: RunCount): string => (about === null ? formatCount(n) : `about ${formatCount(about)}`);

const legend = [
  { label: "baseline", mark: "hollow", colour: "baseline" },
  { label: "run, 95 % interval", mark: "filled", colour: "candidate" },
] as const;

/** Runs as a table that fills the page: filters above, selection, legend and pages below. */
export function RunTable(props: RunTableProps) {
  const { header, project, path, params, view, page, now, canRegister, rights, groups, version } = props;
  const sort = { column: sortName(view.sort), direction: view.descending ? ("desc" as const) : ("asc" as const) };
  const sortHref = (column: string) => {
    const descending = column === sort.column ? !view.descending : startsDescending(column);
    return hrefWith(path, params, { sort: `${descending ? "-" : ""}${column}` });
  };
  const csvQuery = hrefWith(
    "",
    { ...params, ...(view.experimentId ? { experiment: view.experimentId } : {}) },
    { view: null },
  );
  const columns = runTableColumns({
    page,
    project,
    now,
    pinHref: (id) => hrefWith(path, params, { baseline: id ?? "none" }),
    unpinHref: (id) => hrefWith(path, params, { pins: view.pins.filter((pin) => pin !== id).join(",") || null }),
  });
  const ids = page.rows.map((row) => row.id);
  const count = page.matching.about === null ? page.matching.n : null;
  const isFiltered = view.filter.terms.length > 0;
  const isArchived = view.filter.terms.some((term) => term.kind === "archived" && term.wanted);
  const onTop = new Set([page.baseline?.id, ...page.pins.map((row) => row.id)]);
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
          {!groups && (
            <KeysetPager
              shown={page.rows.length}
              total={count}
              noun="runs"
              firstHref={page.before ? hrefWith(path, params, {}) : null}
              previousHref={page.before ? hrefWith(path, params, { before: page.before }) : null}
              nextHref={page.after ? hrefWith(path, params, { after: page.after }) : null}
            />
          )}
        </>
      }
    />
  );
  return (
    <SelectionProvider ids={ids} storageKey={`runs ${project} ${view.experimentId ?? "all"}`} max={1000}>
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
              path={path}
              params={params}
              filterText={view.filterText}
              grouping={view.grouping}
              metrics={groupedMetrics(page)}
              found={groups}
              now={now}
            />
          ) : (
            <DataTable
              caption="Runs"
              columns={columns}
              rows={page.rows.filter((row) => !onTop.has(row.id))}
              rowId={(row) => row.id}
              rowLabel={(row) => row.name}
              rowTone={(row) =>
                row.status === "FAILED" || row.status === "KILLED" || row.isArchived ? "muted" : undefined
              }
              rowSpan={errorSpan(page)}
              pinnedRows={page.baseline ? [page.baseline, ...page.pins] : page.pins}
              density="dense"
              selectable
              sticky
              sort={sort}
              sortHref={sortHref}
              empty={
                <EmptyState
                  title={isFiltered ? "No run matches these filters" : "No run on this page"}
                  action={
                    <LinkButton href={hrefWith(path, params, { q: null })}>
                      {isFiltered ? "Clear the filters" : "To the first page"}
                    </LinkButton>
                  }
                >
                  {isFiltered ? "Take a filter away, or look among the archived runs with archived = yes." : null}
                </EmptyState>
              }
            />
          )}
        </TableKeys>
      </FullPage>
    </SelectionProvider>
  );
}
