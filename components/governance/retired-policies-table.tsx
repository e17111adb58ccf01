import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import type { PublishedPolicy } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";

/** Policies that ended: after which version, when, by whom and why. */
export function RetiredPoliciesTable({ project, policies }: { project: string; policies: readonly PublishedPolicy[] }) {
  return (
    <Table caption="Retired policies">
      <thead>
        <tr>
          <Th>Policy</Th>
          <Th>Retired</Th>
          <Th>Why</Th>
          <Th>Proposal</Th>
        </tr>
      </thead>
      <tbody>
        {policies.map(({ policy, policyId, version, retirement }) => (
          <tr key={policyId}>
            <Td>
              <TextLink href={paths.policy(project, policy.name)} className="font-medium">
                <bdi>{policy.name}</bdi>
              </TextLink>{" "}
              <span className="text-ink-3 tabular-nums">v{version}</span>
            </Td>
            <Td>
              {retirement && <TimeText at={retirement.at} />}{" "}
              <bdi className="text-ink-3">
                by {retirement?.proposedBy} and {retirement?.approvedBy}
              </bdi>
            </Td>
            <Td wrap className="min-w-56">
              <bdi>{retirement?.reason}</bdi>
            </Td>
            <Td>
              {retirement && (
                <TextLink href={paths.policyDraft(project, retirement.draft)}>D-{retirement.draft}</TextLink>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
