import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import { TableKeys } from "@/components/data-table/table-keys";
import { Digest } from "@/components/ui/digest";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import type { ComparisonView } from "@/lib/experiments/comparisons-query";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { RunsSince } from "./runs-since";

type ComparisonsTableProps = { project: string; rows: readonly ComparisonView[]; now: Date };

const columns = (project: string, now: Date): Column<ComparisonView>[] => [
  {
    id: "name",
    header: "Comparison",
    cell: (row) => (
      <span className="flex max-w-110 min-w-0 flex-col py-1.5 max-md:w-[calc(100vw-4rem)]">
        <TextLink
          quiet
          className="font-medium whitespace-normal"
          href={paths.comparison(project, row.id)}
          prefetch={false}
        >
          <bdi>{row.name}</bdi>
        </TextLink>
        {row.note && (
          <bdi className="line-clamp-2 text-s whitespace-normal text-ink-2" title={row.note}>
            {row.note}
          </bdi>
        )}
        <span className="text-s whitespace-normal text-ink-2 md:hidden">
          {plural(row.runs.length, "run")}, <bdi>{row.author}</bdi>, <AgeText at={row.updatedAt} now={now} /> ago
        </span>
      </span>
    ),
  },
  { id: "runs", header: "Runs", align: "end", cell: (row) => row.runs.length },
  { id: "since", header: "Since it was saved", cell: (row) => <RunsSince changed={row.changed} /> },
  { id: "digest", header: "Digest", cell: (row) => <Digest value={row.digest} /> },
  { id: "author", header: "Saved by", cell: (row) => <bdi>{row.author}</bdi> },
  { id: "updated", header: "Changed", align: "end", cell: (row) => <AgeText at={row.updatedAt} now={now} /> },
];

/** Saved comparisons, with whether what they compare is still what it was. */
export function ComparisonsTable({ project, rows, now }: ComparisonsTableProps) {
  return (
    <TableKeys>
      <DataTable
        caption="Saved comparisons"
        columns={columns(project, now)}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        density="roomy"
      />
    </TableKeys>
  );
}
