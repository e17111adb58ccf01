import type { Column, SpanningCell } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import { hrefWith } from "@/components/data-table/href";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import { groupCondition, groupingLabel, type RunGrouping, toggleGroup } from "@/lib/experiments/run-grouping";
import type { RunGroup, RunGroups } from "@/lib/experiments/run-groups-query";
import type { TableParams } from "@/lib/experiments/run-table-address";
import type { RunTableRow } from "@/lib/experiments/run-table-rows";
import { formatCount, plural } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";
import { GroupName } from "./group-name";
import { MetricValue } from "./metric-value";
import { RunStatusBadge } from "./run-status";

type RunGroupsTableProps = {
  project: string;
  path: string;
  params: TableParams;
  filterText: string;
  grouping: RunGrouping;
  metrics: readonly string[];
  found: RunGroups;
  /** Values of the groups that stand open, and their newest runs. */
  open: readonly (string | null)[];
  runs: ReadonlyMap<string | null, readonly RunTableRow[]>;
  now: Date;
};
/** A group, and below it, while it stands open, its newest runs and the way to all. */
type Line =
  | { kind: "group"; group: RunGroup; isOpen: boolean }
  | { kind: "run"; run: RunTableRow }
  | { kind: "rest"; group: RunGroup; listed: number };

function linesOf({ found, open, runs }: Pick<RunGroupsTableProps, "found" | "open" | "runs">): Line[] {
  return found.groups.flatMap((group): Line[] => {
    const isOpen = open.includes(group.value);
    const own = runs.get(group.value) ?? [];
    const below: Line[] = own.map((run) => ({ kind: "run", run }));
    return [
      { kind: "group", group, isOpen },
      ...(isOpen ? [...below, { kind: "rest" as const, group, listed: own.length }] : []),
    ];
  });
}

const lineId = (line: Line): string =>
  line.kind === "run" ? line.run.id : `${line.kind} ${JSON.stringify(line.group.value)}`;

/** Runs by group: how many, and mean, spread and n of each metric shown. A group opens in place to its newest runs. */
export function RunGroupsTable(props: RunGroupsTableProps) {
  const { project, path, params, filterText, grouping, metrics, open, now } = props;
  const allHref = (value: string | null): string | null => {
    const own = groupCondition(grouping, value);
    return (
      own && hrefWith(path, params, { q: [filterText, own].filter(Boolean).join(" and "), group: null, open: null })
    );
  };
  const columns: Column<Line>[] = [
    {
      id: "value",
      header: groupingLabel(grouping),
      width: 260,
      pinned: true,
      cell: (line) =>
        line.kind === "group" ? (
          <GroupName
            value={line.group.value}
            isOpen={line.isOpen}
            href={hrefWith(path, params, { open: toggleGroup(open, line.group.value) })}
          />
        ) : (
          line.kind === "run" && (
            <TextLink quiet href={paths.run(project, line.run.id)} prefetch={false} className="block truncate ps-6">
              <bdi>{line.run.name}</bdi>
            </TextLink>
          )
        ),
    },
    {
      id: "runs",
      header: "Runs",
      align: "end",
      cell: (line) =>
        line.kind === "group" ? (
          <span className="tabular-nums">{formatCount(line.group.runs)}</span>
        ) : (
          line.kind === "run" && <RunStatusBadge status={line.run.status} />
        ),
    },
    ...metrics.map(
      (metric): Column<Line> => ({
        id: metric,
        header: metricMeaning(metric).label,
        title: `${metricMeaning(metric).label}: mean ± standard deviation over the runs that have a number`,
        align: "end",
        cell: (line) =>
          line.kind === "group"
            ? figure(metric, line.group)
            : line.kind === "run" && <MetricValue metric={metric} figure={line.run.metrics[metric]} />,
      }),
    ),
    {
      id: "newest",
      header: "Newest",
      align: "end",
      cell: (line) =>
        line.kind === "rest" ? null : (
          <AgeText at={line.kind === "group" ? line.group.newest : line.run.startedAt} now={now} />
        ),
    },
  ];
  const rest = (line: Line): SpanningCell | null =>
    line.kind === "rest"
      ? { from: "value", to: "newest", content: restOf(line.group, line.listed, allHref(line.group.value)) }
      : null;
  return (
    <DataTable
      caption={`Runs by ${groupingLabel(grouping)}`}
      columns={columns}
      rows={linesOf(props)}
      rowId={lineId}
      rowLabel={(line) => (line.kind === "run" ? line.run.name : (line.group.value ?? "none"))}
      rowTone={(line) => (line.kind === "group" ? undefined : "sunken")}
      rowSpan={rest}
      sticky
      empty={<EmptyState title="No run to group">Take a filter away, or group by something else.</EmptyState>}
    />
  );
}

/** How many of a group's runs are listed, and the way to all where a filter can say it. */
function restOf({ runs }: RunGroup, listed: number, href: string | null) {
  const isAll = listed >= runs;
  return (
    <span className="ps-6 text-ink-2">
      {isAll ? `All ${plural(runs, "run")}` : `The newest ${formatCount(listed)} of ${plural(runs, "run")}`}
      {href && (
        <>
          {" · "}
          <TextLink href={href} prefetch={false}>
            Show {isAll ? "them" : "all"} as a list
          </TextLink>
        </>
      )}
    </span>
  );
}

function figure(metric: string, group: RunGroup) {
  const found = group.metrics[metric];
  if (!found) return <span className="text-ink-3">—</span>;
  const range = `from ${formatMetric(metric, found.min)} to ${formatMetric(metric, found.max)}`;
  return (
    <span className="tabular-nums" title={range}>
      {formatMetric(metric, found.mean)}{" "}
      <span className="text-ink-2">± {found.spread === null ? "—" : formatMetric(metric, found.spread)}</span>{" "}
      <span className="text-xs text-ink-3">n {formatCount(found.n)}</span>
    </span>
  );
}
