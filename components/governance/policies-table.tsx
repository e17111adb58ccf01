import { Chip } from "@/components/ui/chip";
import { Digest } from "@/components/ui/digest";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { formatList, plural } from "@/lib/format";
import type { DraftRow } from "@/lib/governance/drafts/draft-page-query";
import type { PublishedPolicy } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";

/** Every policy in its newest version: whom it binds, how many gates, what quorum. */
export function PoliciesTable({
  project,
  policies,
  drafts,
}: {
  project: string;
  policies: readonly PublishedPolicy[];
  drafts: readonly DraftRow[];
}) {
  return (
    <Table caption="Policies in force">
      <thead>
        <tr>
          <Th>Policy</Th>
          <Th>Risk tiers</Th>
          <Th>Models</Th>
          <Th>Environments</Th>
          <Th align="end">Gates</Th>
          <Th align="end">Quorum</Th>
          <Th>Published</Th>
          <Th>Open</Th>
          <Th>Digest</Th>
        </tr>
      </thead>
      <tbody>
        {policies.map(({ policy, policyId, version, publishedAt, publishedBy, approvedBy, digest }) => (
          <tr key={policyId}>
            <Td>
              <TextLink href={paths.policy(project, policy.name)} className="font-medium">
                <bdi>{policy.name}</bdi>
              </TextLink>{" "}
              <span className="text-ink-3 tabular-nums">v{version}</span>
            </Td>
            <Td>
              <span className="flex gap-1">
                {policy.tiers.map((tier) => (
                  <Chip key={tier} tone={tier === "high" ? "warn" : "neutral"} glyph={null}>
                    {tier}
                  </Chip>
                ))}
              </span>
            </Td>
            <Td wrap>
              {policy.models ? (
                <bdi>{formatList(policy.models)}</bdi>
              ) : (
                <span className="text-ink-2" title="Every model that no other policy of the tier names">
                  all
                </span>
              )}
            </Td>
            <Td wrap>
              {policy.environments ? (
                <bdi>{formatList(policy.environments)}</bdi>
              ) : (
                <span className="text-ink-2" title="Every environment that no other policy of the tier names">
                  all
                </span>
              )}
            </Td>
            <Td align="end">{policy.gates.length}</Td>
            <Td align="end">{plural(policy.approval.quorum, "person", "people")}</Td>
            <Td>
              <TimeText at={publishedAt} />{" "}
              <span className="text-ink-3">
                {publishedBy ? (
                  <bdi>
                    by {publishedBy}
                    {approvedBy ? ` and ${approvedBy}` : " alone"}
                  </bdi>
                ) : (
                  "shipped preset"
                )}
              </span>
            </Td>
            <Td>
              <Drafts project={project} drafts={drafts.filter((draft) => draft.name === policy.name)} />
            </Td>
            <Td>
              <Digest value={digest} bare />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Drafts({ project, drafts }: { project: string; drafts: readonly DraftRow[] }) {
  if (drafts.length === 0) return <span className="text-ink-3">—</span>;
  return (
    <ul>
      {drafts.map((draft) => (
        <li key={draft.number}>
          <TextLink href={paths.policyDraft(project, draft.number)}>D-{draft.number}</TextLink>{" "}
          <span className="text-ink-2">{draft.kind === "retirement" ? "to retire" : draft.state}</span>
        </li>
      ))}
    </ul>
  );
}
