import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { FindingListRow } from "@/lib/governance/findings/findings-list-query";
import { paths } from "@/lib/paths";
import { FindingStateBadge, SeverityBadge } from "./finding-badges";

type FindingsTableProps = { project: string; rows: readonly FindingListRow[]; hideModel?: boolean };

/** Findings with severity, state, owner and due date; what blocks and what is late says so. */
export function FindingsTable({ project, rows, hideModel = false }: FindingsTableProps) {
  return (
    <Table caption="Findings" density="roomy">
      <thead>
        <tr>
          <Th>Finding</Th>
          <Th>Severity</Th>
          <Th>State</Th>
          {!hideModel && <Th>On</Th>}
          <Th>Owner</Th>
          <Th>Due</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ finding, model, version, owner, isBlocking, isOverdue, isUnsettled }) => (
          <tr key={finding.id} data-tone={isUnsettled || finding.state === "accepted" ? undefined : "muted"}>
            <Td wrap className="min-w-56 py-1.5">
              <TextLink quiet href={paths.finding(project, finding.number)} className="font-medium">
                <span className="tabular-nums">F-{finding.number}</span> <bdi>{finding.title}</bdi>
              </TextLink>
              <span className="mt-0.5 flex flex-wrap gap-1">
                {isBlocking && (
                  <Chip tone="fail" glyph="lock">
                    blocks promotions
                  </Chip>
                )}
                {finding.slice && (
                  <Chip glyph={null}>
                    <bdi>{finding.slice}</bdi>
                  </Chip>
                )}
              </span>
            </Td>
            <Td>
              <SeverityBadge severity={finding.severity} />
            </Td>
            <Td>
              <FindingStateBadge state={finding.state} until={finding.acceptedUntil} />
            </Td>
            {!hideModel && (
              <Td wrap className="min-w-32">
                <TextLink
                  quiet
                  href={version === null ? paths.model(project, model) : paths.version(project, model, version)}
                >
                  <bdi>{model}</bdi> {version}
                </TextLink>
              </Td>
            )}
            <Td wrap className="min-w-28">
              <bdi>{owner}</bdi>
            </Td>
            <Td className="tabular-nums">
              {finding.dueOn}
              {isOverdue && <span className="block text-xs text-fail">overdue</span>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
