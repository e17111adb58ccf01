"use client";

import { useMemo } from "react";
import { hrefWith } from "@/components/data-table/href";
import { VirtualDataTable } from "@/components/data-table/virtual-data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { TableParams } from "@/lib/experiments/run-table-address";
import type { ShownRun } from "@/lib/experiments/shown-runs-query";
import { metricMeaning } from "@/lib/metric-meaning";
import { IntervalDomains } from "./interval-domains";
import { MoreRuns } from "./more-runs";
import { useRunRows } from "./run-rows";
import { errorSpan, runTableColumns } from "./run-table-columns";

type RunListProps = {
  project: string;
  path: string;
  params: TableParams;
  pins: readonly string[];
  sort: { column: string; direction: "asc" | "desc" };
  isFiltered: boolean;
  /** Runs that the rows are of, those on top not among them; null when nobody counted. */
  total: number | null;
  now: Date;
};

const rowId = (row: ShownRun) => row.id;
const rowLabel = (row: ShownRun) => row.name;
const rowTone = ({ status, isArchived }: ShownRun) =>
  status === "FAILED" || status === "KILLED" || isArchived ? "muted" : undefined;

/** First click on a column: the order people look for, best or newest first. */
const startsDescending = (column: string): boolean =>
  column !== "name" &&
  (!column.startsWith("metric:") || metricMeaning(column.slice(7)).better !== "lower") &&
  !column.startsWith("param:");

/** The runs one by one, with the baseline and pinned ones on top; more come as it is scrolled. */
export function RunList({ project, path, params, pins, sort, isFiltered, total, now }: RunListProps) {
  const { shown, hasMore, isLoading, hasFailed, loadMore } = useRunRows();
  const { columns: chosen, baseline, pins: onTop } = shown;
  // By hand, because much hangs on it: columns that are made anew are rows that are drawn anew.
  const columns = useMemo(
    () =>
      runTableColumns({
        columns: chosen,
        baseline,
        pins: onTop,
        project,
        now,
        pinHref: (id) => hrefWith(path, params, { baseline: id ?? "none" }),
        unpinHref: (id) => hrefWith(path, params, { pins: pins.filter((pin) => pin !== id).join(",") || null }),
      }),
    [chosen, baseline, onTop, project, now, path, params, pins],
  );
  const span = useMemo(() => errorSpan(chosen), [chosen]);
  const pinnedRows = useMemo(() => (baseline ? [baseline, ...onTop] : onTop), [baseline, onTop]);
  const rows = useMemo(() => {
    const above = new Set(pinnedRows.map((row) => row.id));
    return above.size === 0 ? shown.rows : shown.rows.filter((row) => !above.has(row.id));
  }, [shown.rows, pinnedRows]);
  const sortHref = (column: string) => {
    const descending = column === sort.column ? sort.direction === "asc" : startsDescending(column);
    return hrefWith(path, params, { sort: `${descending ? "-" : ""}${column}` });
  };
  return (
    <IntervalDomains>
      <VirtualDataTable
        caption="Runs"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        rowTone={rowTone}
        rowSpan={span}
        pinnedRows={pinnedRows}
        selectable
        sort={sort}
        sortHref={sortHref}
        start={shown.start ?? 0}
        total={hasMore || shown.start === null ? total : shown.start + rows.length}
        hasMore={hasMore && !hasFailed}
        isLoading={isLoading}
        onNearEnd={loadMore}
        tail={<MoreRuns href={shown.after && hrefWith(path, params, { after: shown.after })} />}
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
    </IntervalDomains>
  );
}
