import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { AppliesPage } from "@/lib/governance/applies-query";
import { paths } from "@/lib/paths";

/** Models by environments: each cell names the policy that decides and leads to why. */
export function PolicyAppliesMatrix({ project, page }: { project: string; page: AppliesPage }) {
  if (page.matrix.length === 0)
    return (
      <Panel>
        <EmptyState title="No model yet">The first model of the project gets a row here.</EmptyState>
      </Panel>
    );
  return (
    <Panel>
      <Table caption="The policy that decides, by model and environment">
        <thead>
          <tr>
            <Th>Model</Th>
            <Th>Risk tier</Th>
            {page.environments.map((environment) => (
              <Th key={environment}>{environment}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.matrix.map(({ model, tier, cells }) => (
            <tr key={model}>
              <Td>
                <bdi className="font-medium">{model}</bdi>
              </Td>
              <Td>{tier}</Td>
              {cells.map(({ environment, resolution }) => (
                <Td key={environment}>
                  <TextLink href={paths.policyApplies(project, { model, environment, tier })}>
                    {resolution.chosen
                      ? `${resolution.chosen.policy.name} v${resolution.chosen.version}`
                      : resolution.tied.length > 0
                        ? "two tie"
                        : "none"}
                  </TextLink>
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
