import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatList, plural } from "@/lib/format";
import { type Considered, type Place, type Resolution, specificityWords } from "@/lib/governance/policy-selection";
import type { BoundPolicy } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";

type Props = { project: string; place: Place; resolution: Resolution<BoundPolicy> };

const rank = { decides: 0, tied: 0, less_specific: 1, other_environment: 2, other_model: 3, other_tier: 4 } as const;

function why({ outcome, policy, specificity }: Considered<BoundPolicy>, place: Place): string {
  const named = specificityWords[specificity] ?? "";
  switch (outcome) {
    case "decides":
      return `It applies and ${named}: nothing that applies is more specific.`;
    case "tied":
      return `It applies and ${named}, as another does: neither decides.`;
    case "less_specific":
      return `It applies, but ${named}; the one that decides names more.`;
    case "other_tier":
      return `It is for ${formatList(policy.tiers)} risk, not for ${place.tier}.`;
    case "other_model":
      return `It names ${formatList(policy.models ?? [])}, not ${place.model}.`;
    case "other_environment":
      return `It names ${formatList(policy.environments ?? [])}, not ${place.environment}.`;
  }
}

/** Which policy decides at a place, and what became of each of the others. */
export function PolicyAppliesAnswer({ project, place, resolution }: Props) {
  const { chosen, tied, considered } = resolution;
  const where = `${place.model} at ${place.tier} risk in ${place.environment}`;
  const sorted = [...considered].sort(
    (a, b) =>
      rank[a.outcome] - rank[b.outcome] ||
      b.specificity - a.specificity ||
      (a.policy.policy.name < b.policy.policy.name ? -1 : 1),
  );
  return (
    <div className="flex flex-col gap-3">
      {chosen ? (
        <Callout tone="pass" role="status">
          <b className="font-medium">
            <TextLink href={paths.policy(project, chosen.policy.name)}>
              {chosen.policy.name} v{chosen.version}
            </TextLink>{" "}
            decides
          </b>{" "}
          on <bdi>{where}</bdi>: {plural(chosen.policy.gates.length, "gate")},{" "}
          {plural(chosen.policy.approval.quorum, "approval")}.
        </Callout>
      ) : (
        <Callout tone="fail" role="status">
          <b className="font-medium">No policy decides</b> on <bdi>{where}</bdi>.{" "}
          {tied.length > 0
            ? `${formatList(tied.map((entry) => entry.policy.name))} are equally specific. A risk officer narrows one of them.`
            : "Nothing can be promoted there until a risk officer has published one."}
        </Callout>
      )}
      <Panel>
        <Table caption="Every policy and why it decides or not" density="roomy">
          <thead>
            <tr>
              <Th>Policy</Th>
              <Th>Here</Th>
              <Th>Why</Th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((entry) => {
              const isFirst = entry.outcome === "decides";
              return (
                <tr key={entry.policy.policyId}>
                  <Td>
                    <TextLink href={paths.policy(project, entry.policy.policy.name)}>
                      <bdi>{entry.policy.policy.name}</bdi> v{entry.policy.version}
                    </TextLink>
                  </Td>
                  <Td>
                    <StatusBadge
                      tone={isFirst ? "pass" : entry.outcome === "tied" ? "fail" : "neutral"}
                      glyph={isFirst ? "pass" : entry.outcome === "tied" ? "fail" : null}
                    >
                      {isFirst
                        ? "decides"
                        : entry.outcome === "tied"
                          ? "ties"
                          : entry.outcome === "less_specific"
                            ? "steps back"
                            : "does not apply"}
                    </StatusBadge>
                  </Td>
                  <Td wrap>{why(entry, place)}</Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </Panel>
    </div>
  );
}
