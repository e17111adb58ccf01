import { DisabledButton } from "@/components/ui/disabled-button";
import { denial } from "@/lib/auth/authorize";
import { can, type Permission } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/context";
import {
  acknowledgeTargetAction,
  advanceRolloutAction,
  pauseRolloutAction,
  resumeRolloutAction,
  rollBackRolloutAction,
} from "@/lib/deployments/actions";
import type { RolloutPage } from "@/lib/deployments/rollout-page-query";
import { rolloutActions } from "@/lib/deployments/rollout-verdict";
import { stageLabel } from "@/lib/promotions/rollout-plan";
import { ActButton, ActWithReason } from "./rollout-act";

type Props = { project: string; actor: Actor; page: RolloutPage };

/** The verbs of a rollout: only those its state knows; one that cannot be used now says why. */
export function RolloutButtons({ project, actor, page }: Props) {
  const { status, facts, rollout, target, plan } = page;
  const actions = rolloutActions(status, facts);
  const number = rollout.number;
  const seen = { number, stageIndex: rollout.stageIndex, lockVersion: rollout.lockVersion };
  const to = `v${page.to?.version}`;
  const from = page.from ? `v${page.from.version}` : "its own default";
  const nextStage = plan.stages[rollout.stageIndex + 1];
  const refusal = (permission: Permission, reason: string | null) =>
    [can(actor, permission) ? null : denial(permission), reason].filter((text) => text !== null);
  const observing = rollout.state === "OBSERVING" || rollout.state === "GATED";
  const advanceLabel = nextStage ? `Advance to ${stageLabel(nextStage)}` : "Complete rollout";
  const advanceRefusal = refusal("rollout.advance", actions.advance.reason);
  const rollBackRefusal = refusal("rollout.roll_back", null);
  const moved = plan.stages[rollout.stageIndex]?.weight ?? 0;
  return (
    <>
      {actions.confirm.possible && can(actor, "target.acknowledge") && (
        <ActButton
          project={project}
          label={`Confirm by hand that ${target.name} serves this`}
          input={{ target: target.name, generation: target.desiredGeneration }}
          action={acknowledgeTargetAction}
          done={`Recorded: ${target.name} serves generation ${target.desiredGeneration}`}
        />
      )}
      {observing &&
        (advanceRefusal.length === 0 ? (
          <ActButton
            project={project}
            label={advanceLabel}
            input={seen}
            action={advanceRolloutAction}
            done={`R-${number} moved on`}
            primary
          />
        ) : (
          <DisabledButton variant="primary" reasons={advanceRefusal} compact>
            {advanceLabel}
          </DisabledButton>
        ))}
      {actions.pause.possible && can(actor, "rollout.pause") && (
        <ActWithReason
          project={project}
          label="Pause"
          title={`Pause R-${number}`}
          consequence="Traffic stays as it is and the triggers stay armed. Nothing advances until it is resumed, and the stage then soaks anew."
          input={{ number }}
          action={pauseRolloutAction}
          done={`R-${number} is paused`}
        />
      )}
      {actions.resume.possible && can(actor, "rollout.resume") && (
        <ActWithReason
          project={project}
          label="Resume"
          title={`Resume R-${number}`}
          consequence="The stage's window starts again from now; nothing is skipped."
          input={seen}
          action={resumeRolloutAction}
          done={`R-${number} goes on`}
        />
      )}
      {actions.rollBack.possible &&
        (rollBackRefusal.length === 0 ? (
          <ActWithReason
            project={project}
            danger
            label={`Roll back to ${from}`}
            title={`Roll back ${page.model.name} ${to} → ${from} on ${target.name}`}
            consequence={`Moves ${moved} % of traffic from ${to} back to ${from} and holds ${target.name}. Needs no approval; it cannot be cancelled.`}
            preflight={[
              { label: "From", value: `${to}, at ${moved} % of traffic now` },
              {
                label: "To",
                value: page.from
                  ? `${from}, which served all traffic when this rollout started`
                  : "nothing served before; the target answers with its own default",
              },
              {
                label: "Target",
                value: `${target.name}, last heard of at generation ${target.observedGeneration} of ${target.desiredGeneration}`,
              },
              { label: "After", value: `${target.name} is held until an operator releases it` },
            ]}
            input={{ number }}
            action={rollBackRolloutAction}
            done={`R-${number} is being rolled back to ${from}`}
          />
        ) : (
          <DisabledButton variant="danger" reasons={rollBackRefusal} compact>
            Roll back to {from}
          </DisabledButton>
        ))}
    </>
  );
}
