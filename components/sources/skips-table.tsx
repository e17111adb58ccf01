import { Table, Td, Th } from "@/components/ui/table";
import type { SkipKind } from "@/db/enums";
import type { SourcePage } from "@/lib/integrations/sources/source-query";

const words: Record<SkipKind, string> = {
  experiment: "experiment",
  run: "run",
  history: "part of a run's history",
  logged_model: "logged model",
  model: "model",
  version: "model version",
};

/** What was not taken from a source, and why. */
export function SkipsTable({ skips }: { skips: SourcePage["skips"] }) {
  return (
    <Table caption="Not taken" density="normal">
      <thead>
        <tr>
          <Th>What</Th>
          <Th>There</Th>
          <Th>Why</Th>
        </tr>
      </thead>
      <tbody>
        {skips.map(({ kind, remoteId, name, reason }) => (
          <tr key={`${kind} ${remoteId}`}>
            <Td>{words[kind]}</Td>
            <Td>
              <span className="block max-w-64 truncate">
                <bdi>{name || remoteId}</bdi>
              </span>
              <code className="block max-w-64 truncate text-xs text-ink-3">{remoteId}</code>
            </Td>
            <Td wrap className="min-w-64">
              {reason}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
