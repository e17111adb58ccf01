import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import { hrefWith } from "@/components/data-table/href";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import { groupCondition, groupingLabel, type RunGrouping } from "@/lib/experiments/run-grouping";
import type { RunGroup, RunGroups } from "@/lib/experiments/run-groups-query";
import type { TableParams } from "@/lib/experiments/run-table-address";
import { formatCount } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";

type RunGroupsTableProps = {
  path: string;
  params: TableParams;
  filterText: string;
  grouping: RunGrouping;
  metrics: readonly string[];
  found: RunGroups;
  now: Date;
};

/** Runs by group: how many, and mean, spread and n of each metric shown. A group opens to its runs. */
export function RunGroupsTable({ path, params, filterText, grouping, metrics, found, now }: RunGroupsTableProps) {
  const runsHref = (value: string | null): string | null => {
    const own = groupCondition(grouping, value);
    return own && hrefWith(path, params, { q: [filterText, own].filter(Boolean).join(" and "), group: null });
  };
  const columns: Column<RunGroup>[] = [
    { id: "value", header: groupingLabel(grouping), width: 260, pinned: true, cell: (g) => name(g, runsHref(g.value)) },
    {
      id: "runs",
      header: "Runs",
      align: "end",
      cell: (g) => <span className="tabular-nums">{formatCount(g.runs)}</span>,
    },
    ...metrics.map(
      (metric): Column<RunGroup> => ({
        id: metric,
        header: metricMeaning(metric).label,
        title: `${metricMeaning(metric).label}: mean ± standard deviation over the runs that have a number`,
        align: "end",
        cell: (group) => figure(metric, group),
      }),
    ),
    { id: "newest", header: "Newest", align: "end", cell: (group) => <AgeText at={group.newest} now={now} /> },
  ];
  return (
    <DataTable
      caption={`Runs by ${groupingLabel(grouping)}`}
      columns={columns}
      rows={found.groups}
      rowId={(group) => JSON.stringify(group.value)}
      rowLabel={(group) => group.value ?? "none"}
      sticky
      empty={<EmptyState title="No run to group">Take a filter away, or group by something else.</EmptyState>}
    />
  );
}

function name({ value }: RunGroup, href: string | null) {
  const text =
    value === null ? (
      <span className="text-ink-3">no value</span>
    ) : (
      <bdi className="block truncate">{value || "“”"}</bdi>
    );
  if (!href) return text;
  return (
    <TextLink quiet href={href} prefetch={false} className="font-medium" title="Show the runs of this group">
      {text}
    </TextLink>
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
