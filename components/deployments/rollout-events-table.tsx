import { Table, Td, Th } from "@/components/ui/table";
import { TimeText } from "@/components/ui/time-text";
import type { RolloutPage } from "@/lib/deployments/rollout-page-query";
import { rolloutStateWord } from "./rollout-state-badge";

const words: Record<string, string> = {
  started: "Started",
  acknowledge: "Acknowledged",
  stage_pass: "Stage passed",
  gate_approve: "Gate opened",
  pause: "Paused",
  resume: "Resumed",
  roll_back: "Rolled back",
  apply_timeout: "No acknowledgement",
  rollback_deadline: "Rollback stalled",
  guardrail_fail: "Guardrail failed",
};

/** The rollout's own numbered, append-only history, newest first. */
export function RolloutEventsTable({ events }: { events: RolloutPage["events"] }) {
  return (
    <Table caption="Events of this rollout, newest first">
      <thead>
        <tr>
          <Th align="end">#</Th>
          <Th>Time, UTC</Th>
          <Th>Who</Th>
          <Th>What</Th>
          <Th>State</Th>
          <Th>Why</Th>
          <Th align="end">Generation</Th>
        </tr>
      </thead>
      <tbody>
        {[...events].reverse().map((event) => (
          <tr key={event.seq}>
            <Td align="end">{event.seq}</Td>
            <Td>
              <TimeText at={event.at} />
            </Td>
            <Td>
              <bdi>{event.actorName}</bdi>
            </Td>
            <Td>{words[event.event] ?? event.event.replaceAll("_", " ")}</Td>
            <Td>{rolloutStateWord(event.toState)}</Td>
            <Td wrap>
              <bdi>{event.cause ?? ""}</bdi>
            </Td>
            <Td align="end">{event.generation}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
