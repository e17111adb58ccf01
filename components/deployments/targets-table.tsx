import { TrafficBar } from "@/components/charts/traffic-bar";
import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import type { TargetView } from "@/lib/deployments/queries";
import { formatList } from "@/lib/format";
import { paths } from "@/lib/paths";
import { PeopleNotes } from "./people-notes";
import { RolloutStateBadge } from "./rollout-state-badge";
import { trafficShares, trialWords } from "./traffic-shares";

type Props = { project: string; environment: string; targets: readonly TargetView[]; now: Date };

/** What serves now in one environment: share of traffic, since when, approved by whom. */
export function TargetsTable({ project, environment, targets, now }: Props) {
  return (
    <Table caption={`Targets in ${environment}`}>
      <thead>
        <tr>
          <Th>Target</Th>
          <Th>Model</Th>
          <Th>Serves now</Th>
          <Th>Stable since</Th>
          <Th>Approved in</Th>
          <Th>Under way</Th>
        </tr>
      </thead>
      <tbody>
        {targets.map((view) => {
          const { target, stable, candidate, rollout, approval } = view;
          const trial = trialWords(target.desired, candidate);
          return (
            <tr key={target.id}>
              <Td>
                <TextLink href={paths.target(project, target.name)}>{target.name}</TextLink>
                <span className="block text-xs text-ink-3">{target.adapter}</span>
              </Td>
              <Td>
                <TextLink href={paths.model(project, view.model)} quiet>
                  <bdi>{view.model}</bdi>
                </TextLink>
              </Td>
              <Td>
                <TrafficBar shares={trafficShares(target.desired, stable, candidate)} />
                {trial && <span className="block text-xs text-ink-2">{trial}</span>}
                <PeopleNotes project={project} waivers={view.waivers} emergencies={view.emergencies} now={now} />
              </Td>
              <Td>{target.stableSince ? <AgeText at={target.stableSince} now={now} /> : "never"}</Td>
              <Td wrap>
                {approval ? (
                  <>
                    <TextLink href={paths.promotion(project, approval.promotion)}>P-{approval.promotion}</TextLink>
                    <span className="block text-xs text-ink-2">{formatList(approval.approvers)}</span>
                  </>
                ) : (
                  "—"
                )}
              </Td>
              <Td>
                {rollout && (
                  <TextLink href={paths.rollout(project, rollout.number)}>
                    R-{rollout.number} <RolloutStateBadge state={rollout.state} />
                  </TextLink>
                )}
                {target.hold && (
                  <Chip tone="warn" glyph="stop">
                    Held
                  </Chip>
                )}
                {!rollout && !target.hold && <span className="text-ink-3">nothing</span>}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
