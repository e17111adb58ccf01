import { IntegrationName, LastTime } from "@/components/settings/integration-cells";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/format";
import type { SourceView } from "@/lib/integrations/sources/source-query";
import { paths } from "@/lib/paths";
import { SourceState } from "./source-state";

type Props = { project: string; sources: readonly SourceView[]; now: Date };

/** The sources of a project: where runs come from, and how it goes. */
export function SourcesTable({ project, sources, now }: Props) {
  return (
    <Table caption="Sources" density="roomy">
      <thead>
        <tr>
          <Th>Source</Th>
          <Th>Experiments</Th>
          <Th>State</Th>
          <Th align="end">Runs here</Th>
          <Th align="end">Not taken</Th>
          <Th>Last sync</Th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.id} data-tone={source.isEnabled ? undefined : "muted"}>
            <Td>
              <IntegrationName href={paths.source(project, source.id)} name={source.name} url={source.url} />
            </Td>
            <Td wrap className="min-w-40">
              {source.experiments.length === 0 ? "all" : source.experiments.join(", ")}
            </Td>
            <Td>
              <SourceState source={source} now={now} />
            </Td>
            <Td align="end">{formatCount(source.runs)}</Td>
            <Td align="end">{formatCount(source.skipped)}</Td>
            <Td>
              <LastTime at={source.lastSyncAt} now={now} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
