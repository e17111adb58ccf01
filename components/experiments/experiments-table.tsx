import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import { TableKeys } from "@/components/data-table/table-keys";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import type { ExperimentView } from "@/lib/experiments/experiment-queries";
import { formatCount } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";

type ExperimentsTableProps = { project: string; experiments: readonly ExperimentView[]; now: Date };

function columns(project: string, now: Date): Column<ExperimentView>[] {
  return [
    {
      id: "name",
      header: "Experiment",
      cell: (e) => (
        <TextLink quiet className="font-medium" href={paths.experiment(project, e.id)}>
          <bdi>{e.name}</bdi>
        </TextLink>
      ),
    },
    { id: "use-case", header: "Use case", cell: (e) => <bdi className="text-ink-2">{e.useCase ?? "—"}</bdi> },
    { id: "runs", header: "Runs", align: "end", cell: (e) => `${formatCount(e.runs)}${e.isMore ? "+" : ""}` },
    {
      id: "failed",
      header: "Failed or killed",
      align: "end",
      cell: (e) =>
        e.failed === 0 ? (
          <span className="text-ink-3">0</span>
        ) : (
          <TextLink
            quiet
            className="text-fail"
            href={`${paths.experiment(project, e.id)}?q=${encodeURIComponent("status = FAILED, KILLED")}`}
          >
            {formatCount(e.failed)} failed
          </TextLink>
        ),
    },
    {
      id: "best",
      header: "Best on record",
      cell: (e) =>
        e.best ? (
          <span className="inline-flex items-baseline gap-2">
            <span className="text-ink-2">{metricMeaning(e.best.metric).label}</span>
            <span className="font-medium tabular-nums">{formatMetric(e.best.metric, e.best.value)}</span>
            <TextLink quiet className="text-ink-2" href={paths.run(project, e.best.runId)} prefetch={false}>
              <bdi>{e.best.runName}</bdi>
            </TextLink>
          </span>
        ) : (
          <span className="text-ink-3">no metric yet</span>
        ),
    },
    { id: "last", header: "Last run", align: "end", cell: (e) => (e.last ? <AgeText at={e.last} now={now} /> : "—") },
  ];
}

/** Experiments by last activity, with what each has come to. */
export function ExperimentsTable({ project, experiments, now }: ExperimentsTableProps) {
  return (
    <TableKeys>
      <DataTable
        caption="Experiments"
        columns={columns(project, now)}
        rows={experiments}
        rowId={(e) => e.id}
        rowLabel={(e) => e.name}
        empty={<EmptyState title="No experiment has that name" />}
      />
    </TableKeys>
  );
}
