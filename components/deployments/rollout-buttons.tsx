import { ActButton } from "@/components/acts/act-button";
import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
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
          input={{ target: target.name, generation: target.desiredGeneration }}
          action={acknowledgeTargetAction}
          done={`Recorded: ${target.name} serves generation ${target.desiredGeneration}`}
        >
          Confirm by hand that {target.name} serves this
        </ActButton>
      )}
      {observing &&
        (advanceRefusal.length === 0 ? (
          <ActButton
            project={project}
            input={seen}
            action={advanceRolloutAction}
            done={`R-${number} moved on`}
            variant="primary"
          >
            {advanceLabel}
          </ActButton>
        ) : (
          <DisabledButton variant="primary" reasons={advanceRefusal} compact>
            {advanceLabel}
          </DisabledButton>
        ))}
      {actions.pause.possible && can(actor, "rollout.pause") && (
        <ActDialog
          project={project}
          draft={`${project}:Pause R-${number}`}
          label="Pause"
          title={`Pause R-${number}`}
          consequence="Traffic stays as it is and the triggers stay armed. Nothing advances until it is resumed, and the stage then soaks anew."
          fixed={{ number }}
          fields={[reasonField("Kept in the audit log.")]}
          action={pauseRolloutAction}
          done={`R-${number} is paused`}
        />
      )}
      {actions.resume.possible && can(actor, "rollout.resume") && (
        <ActDialog
          project={project}
          draft={`${project}:Resume R-${number}`}
          label="Resume"
          title={`Resume R-${number}`}
          consequence="The stage's window starts again from now; nothing is skipped."
          fixed={seen}
          fields={[reasonField("Kept in the audit log.")]}
          action={resumeRolloutAction}
          done={`R-${number} goes on`}
        />
      )}
      {actions.rollBack.possible &&
        (rollBackRefusal.length === 0 ? (
          <ActDialog
            project={project}
            draft={`${project}:Roll back ${page.model.name} ${to} → ${from} on ${target.name}`}
            variant="danger"
            label={`Roll back to ${from}`}
            title={`Roll back ${page.model.name} ${to} → ${from} on ${target.name}`}
            consequence={`Moves ${moved} % of traffic from ${to} back to ${from} and holds ${target.name}. Needs no approval; it cannot be cancelled.`}
            fixed={{ number }}
            fields={[reasonField("Kept in the audit log.")]}
            action={rollBackRolloutAction}
            done={`R-${number} is being rolled back to ${from}`}
          >
            <Preflight
              rows={[
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
            />
          </ActDialog>
        ) : (
          <DisabledButton variant="danger" reasons={rollBackRefusal} compact>
            Roll back to {from}
          </DisabledButton>
        ))}
    </>
  );
}

/** From, to and what happens, before the click. */
function Preflight({ rows }: { rows: readonly { label: string; value: string }[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-s">
      {rows.map((row) => (
        <div key={row.label} className="contents">
          <dt className="text-ink-2">{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
