import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { can } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/context";
import { releaseHoldAction, rollBackToVersionAction } from "@/lib/deployments/actions";
import type { TargetView } from "@/lib/deployments/queries";

type Props = { project: string; actor: Actor; view: TargetView; back: readonly { version: number }[] };

/** Release a hold; go back to a version that has completed here before, when nothing is under way. */
export function TargetButtons({ project, actor, view, back }: Props) {
  const { target, stable, rollout } = view;
  const previous = back[0];
  return (
    <>
      {target.hold && can(actor, "target.release_hold") && (
        <ActDialog
          project={project}
          label="Release hold"
          draft={`${project}:Release the hold on ${target.name}`}
          title={`Release the hold on ${target.name}`}
          consequence="Approved promotions may be carried out here again."
          fixed={{ target: target.name }}
          fields={[reasonField("Kept in the audit log.")]}
          action={releaseHoldAction}
          done={`${target.name} is released`}
        />
      )}
      {previous && stable && !rollout && can(actor, "rollout.roll_back") && (
        <ActDialog
          project={project}
          variant="danger"
          label={`Roll back to v${previous.version}`}
          draft={`${project}:Roll back ${target.name} to v${previous.version}`}
          title={`Roll back ${target.name} from v${stable.version} to v${previous.version}`}
          consequence={`Moves 100 % of traffic from v${stable.version} to v${previous.version} in one step. It was approved and completed here before, so it needs no new approval.`}
          fixed={{ target: target.name, version: previous.version }}
          fields={[reasonField("Kept in the audit log.")]}
          action={rollBackToVersionAction}
          done={`${target.name} is going back to v${previous.version}`}
        />
      )}
    </>
  );
}
