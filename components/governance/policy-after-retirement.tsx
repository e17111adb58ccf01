import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { AfterRetirement } from "@/lib/governance/drafts/retirement";
import { paths } from "@/lib/paths";

/** Every place where a policy decides now, and what would decide there once it is retired. */
export function PolicyAfterRetirement({ project, after }: { project: string; after: readonly AfterRetirement[] }) {
  if (after.length === 0) return <Callout>It decides on no model at present, so nothing changes.</Callout>;
  return (
    <Panel>
      <Table caption="What applies without this policy">
        <thead>
          <tr>
            <Th>Model</Th>
            <Th>Risk tier</Th>
            <Th>Environment</Th>
            <Th>Then decides</Th>
          </tr>
        </thead>
        <tbody>
          {after.map(({ place, next }) => (
            <tr key={`${place.model}/${place.environment}`}>
              <Td>
                <bdi>{place.model}</bdi>
              </Td>
              <Td>{place.tier}</Td>
              <Td>
                <bdi>{place.environment}</bdi>
              </Td>
              <Td>
                {next ? (
                  <TextLink href={paths.policy(project, next.name)}>
                    <bdi>{next.name}</bdi> v{next.version}
                  </TextLink>
                ) : (
                  <StatusBadge tone={place.tier === "high" ? "fail" : "warn"}>
                    no policy: nothing can be promoted
                  </StatusBadge>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
