import { can } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/context";
import { releaseHoldAction, rollBackToVersionAction } from "@/lib/deployments/actions";
import type { TargetView } from "@/lib/deployments/queries";
import { ActWithReason } from "./rollout-act";

type Props = { project: string; actor: Actor; view: TargetView; back: readonly { version: number }[] };

/** Release a hold; go back to a version that has completed here before, when nothing is under way. */
export function TargetButtons({ project, actor, view, back }: Props) {
  const { target, stable, rollout } = view;
  const previous = back[0];
  return (
    <>
      {target.hold && can(actor, "target.release_hold") && (
        <ActWithReason
          project={project}
          label="Release hold"
          title={`Release the hold on ${target.name}`}
          consequence="Approved promotions may be carried out here again."
          input={{ target: target.name }}
          action={releaseHoldAction}
          done={`${target.name} is released`}
        />
      )}
      {previous && stable && !rollout && can(actor, "rollout.roll_back") && (
        <ActWithReason
          project={project}
          danger
          label={`Roll back to v${previous.version}`}
          title={`Roll back ${target.name} from v${stable.version} to v${previous.version}`}
          consequence={`Moves 100 % of traffic from v${stable.version} to v${previous.version} in one step. It was approved and completed here before, so it needs no new approval.`}
          input={{ target: target.name, version: previous.version }}
          action={rollBackToVersionAction}
          done={`${target.name} is going back to v${previous.version}`}
        />
      )}
    </>
  );
}
