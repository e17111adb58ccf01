import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { RolloutListRow } from "@/lib/deployments/history-query";
import { paths } from "@/lib/paths";
import { RolloutStateBadge } from "./rollout-state-badge";

/** Rollouts, newest first: from which version to which, how each ended, by whose approval. */
export function RolloutsTable({ project, rollouts }: { project: string; rollouts: readonly RolloutListRow[] }) {
  if (rollouts.length === 0) {
    return (
      <EmptyState title="No rollout yet">
        A rollout starts when an approved promotion is carried out; it is then shown here with each of its stages.
      </EmptyState>
    );
  }
  return (
    <Table caption="Rollouts, newest first">
      <thead>
        <tr>
          <Th>Rollout</Th>
          <Th>State</Th>
          <Th>Versions</Th>
          <Th>Target</Th>
          <Th>Approved in</Th>
          <Th>Started</Th>
          <Th>Ended</Th>
        </tr>
      </thead>
      <tbody>
        {rollouts.map((row) => (
          <tr key={row.number}>
            <Td>
              <TextLink href={paths.rollout(project, row.number)}>R-{row.number}</TextLink>
            </Td>
            <Td>
              <RolloutStateBadge state={row.state} pauseReason={row.pauseReason} />
            </Td>
            <Td>
              <bdi>{row.to?.model}</bdi> {row.from ? row.from.version : "nothing"} → {row.to?.version}
              {row.kind === "rollback" && <span className="text-ink-3"> (back)</span>}
            </Td>
            <Td>
              <TextLink href={paths.target(project, row.target)} quiet>
                {row.target}
              </TextLink>
            </Td>
            <Td>
              {row.promotion ? (
                <TextLink href={paths.promotion(project, row.promotion)}>P-{row.promotion}</TextLink>
              ) : (
                "—"
              )}
            </Td>
            <Td>
              <TimeText at={row.createdAt} />
            </Td>
            <Td>{row.endedAt ? <TimeText at={row.endedAt} /> : "—"}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
