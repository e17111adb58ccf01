import { Table, Td, Th } from "@/components/ui/table";
import type { RolloutPage } from "@/lib/deployments/rollout-page-query";
import { stageLabel } from "@/lib/promotions/rollout-plan";

/** What takes this rollout back, and who answers for each condition. */
export function RolloutTriggers({ page }: { page: RolloutPage }) {
  return (
    <Table caption="Rollback triggers">
      <thead>
        <tr>
          <Th>Condition</Th>
          <Th>Then</Th>
          <Th>Armed from</Th>
          <Th>Owner</Th>
        </tr>
      </thead>
      <tbody>
        {page.triggers.map((trigger) => {
          const stage = page.plan.stages[trigger.armedFromStage];
          return (
            <tr key={trigger.condition}>
              <Td wrap>
                <bdi>{trigger.condition}</bdi>
              </Td>
              <Td>{trigger.mode === "auto" ? "rolls back by itself" : "the owner rolls back"}</Td>
              <Td>{stage ? stageLabel(stage) : "the start"}</Td>
              <Td>
                <bdi>{trigger.owner ?? "no owner"}</bdi>
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
