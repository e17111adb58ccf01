import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { FindingListRow } from "@/lib/governance/findings/findings-list-query";
import { paths } from "@/lib/paths";
import { FindingStateBadge, SeverityBadge } from "./finding-badges";

type FindingsTableProps = { project: string; rows: readonly FindingListRow[]; hideModel?: boolean };

/** On a phone these stand under the title. */
const wide = "max-md:hidden";

/** Findings with severity, state, owner and due date; what blocks and what is late says so. */
export function FindingsTable({ project, rows, hideModel = false }: FindingsTableProps) {
  return (
    <Table caption="Findings" density="roomy">
      <thead>
        <tr>
          <Th>Finding</Th>
          <Th className={wide}>Severity</Th>
          <Th className={wide}>State</Th>
          {!hideModel && <Th className={wide}>On</Th>}
          <Th className={wide}>Owner</Th>
          <Th className={wide}>Due</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ finding, model, version, owner, isBlocking, isOverdue, isUnsettled }) => (
          <tr key={finding.id} data-tone={isUnsettled || finding.state === "accepted" ? undefined : "muted"}>
            <Td wrap className="min-w-56 py-1.5">
              <TextLink quiet href={paths.finding(project, finding.number)} className="font-medium">
                <span className="tabular-nums">F-{finding.number}</span> <bdi>{finding.title}</bdi>
              </TextLink>
              {(isBlocking || finding.slice) && (
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
              )}
              <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 md:hidden">
                <SeverityBadge severity={finding.severity} />
                <FindingStateBadge state={finding.state} until={finding.acceptedUntil} />
                {!hideModel && (
                  <span>
                    <bdi>{model}</bdi> {version}
                  </span>
                )}
                <bdi>{owner}</bdi>
                <span className="tabular-nums">
                  due {finding.dueOn}
                  {isOverdue && <span className="text-fail">, overdue</span>}
                </span>
              </span>
            </Td>
            <Td className={wide}>
              <SeverityBadge severity={finding.severity} />
            </Td>
            <Td className={wide}>
              <FindingStateBadge state={finding.state} until={finding.acceptedUntil} />
            </Td>
            {!hideModel && (
              <Td wrap className={`min-w-32 ${wide}`}>
                <TextLink
                  quiet
                  href={version === null ? paths.model(project, model) : paths.version(project, model, version)}
                >
                  <bdi>{model}</bdi> {version}
                </TextLink>
              </Td>
            )}
            <Td wrap className={`min-w-28 ${wide}`}>
              <bdi>{owner}</bdi>
            </Td>
            <Td className={`tabular-nums ${wide}`}>
              {finding.dueOn}
              {isOverdue && <span className="block text-xs text-fail">overdue</span>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
