import { ActDialog } from "@/components/acts/act-dialog";
import { Callout } from "@/components/ui/callout";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import { formatList, plural } from "@/lib/format";
import { waiveGateAction } from "@/lib/promotions/actions";
import { waiverFacts } from "@/lib/promotions/judge-promotion";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { isClosed } from "@/lib/promotions/promotion-state";
import { maxWaiverDays, waiverLimit, waiverState } from "@/lib/promotions/waiver";
import { WaiverEntry } from "./waiver-entry";

type WaiversSectionProps = { project: string; page: PromotionPage; actor: UserActor; now: Date };

/** Gates that this version may go by for a time, and the way to waive one for those who may. */
export function WaiversSection({ project, page, actor, now }: WaiversSectionProps) {
  const { judged, promotion } = page;
  const { waivers } = judged;
  const inForce = waivers.filter((waiver) => waiverState(waiver, now) === "in_force").length;
  const { waivable } = waiverFacts(judged);
  const reopened = isClosed(promotion.state) ? waivable : [];
  return (
    <Section
      id="waivers"
      title="Waivers"
      meta={`${inForce} in force of ${waivers.length}; each binds this version, one gate and ${promotion.environment}`}
      actions={<WaiveButton project={project} page={page} />}
    >
      {reopened.length > 0 && (
        <Callout tone="fail" className="mb-3">
          <b className="font-medium">
            {plural(reopened.length, "waiver has ended", "waivers have ended")} while the version is in service
          </b>{" "}
          on {formatList(judged.serving)}: {formatList(reopened.map((gate) => gate.title))}. A risk officer waives anew,
          or an operator rolls back.
        </Callout>
      )}
      <Panel>
        {waivers.length === 0 ? (
          <p className="px-3.5 py-3 text-ink-2">No gate of this version has been waived in {promotion.environment}.</p>
        ) : (
          <ul className="divide-y divide-line">
            {waivers.toReversed().map((waiver) => (
              <WaiverEntry
                key={waiver.id}
                project={project}
                waiver={waiver}
                now={now}
                mayRevoke={can(actor, "promotion.waive")}
              />
            ))}
          </ul>
        )}
      </Panel>
    </Section>
  );
}

function WaiveButton({ project, page }: { project: string; page: PromotionPage }) {
  const { promotion, model, judged, available, owners, couldWaive } = page;
  if (!available.waive.allowed) {
    const isAboutPerson = available.waive.reasons.some(
      (reason) => reason.code === "role" || reason.code === "conflict",
    );
    const who =
      isAboutPerson && couldWaive.length > 0 ? [`${formatList(couldWaive.map((one) => one.name))} could.`] : [];
    return (
      <DisabledButton compact size="s" reasons={[...available.waive.reasons.map((reason) => reason.text), ...who]}>
        Waive a gate
      </DisabledButton>
    );
  }
  const { waivable } = waiverFacts(judged);
  const isRenewal = isClosed(promotion.state);
  return (
    <ActDialog
      project={project}
      draft={`waive:${promotion.id}`}
      label={isRenewal ? "Waive anew" : "Waive a gate"}
      title={`Waive a gate of ${model.name} ${page.version.version} in ${promotion.environment}`}
      consequence={
        isRenewal
          ? "The version in service may go by this gate again, until the date you set."
          : "The version may go by this gate until the date you set. Approvals given so far become void, since what they covered changes."
      }
      done="The gate is waived."
      fields={[
        {
          kind: "choice",
          name: "gateId",
          label: "Gate",
          options: waivable.map((gate) => ({ value: gate.gateId, label: `${gate.title} (${gate.outcome})` })),
          placeholder: "Choose a gate",
        },
        {
          kind: "number",
          name: "days",
          label: "Holds for days",
          hint: `At most ${waiverLimit(model.riskTier)}.`,
          min: 1,
          max: maxWaiverDays[model.riskTier],
          initial: Math.min(30, maxWaiverDays[model.riskTier]),
        },
        {
          kind: "choice",
          name: "ownerUserId",
          label: "Who answers for it",
          options: owners.map((owner) => ({ value: owner.userId, label: owner.name })),
          ...(model.ownerUserId && owners.some((owner) => owner.userId === model.ownerUserId)
            ? { initial: model.ownerUserId }
            : { placeholder: "Choose a person" }),
        },
        {
          kind: "area",
          name: "compensatingControl",
          label: "Compensating control",
          hint: "What is done instead, so that nobody is harmed while the gate does not pass.",
        },
        { kind: "area", name: "reason", label: "Reason", hint: "Why it cannot wait. Shown wherever the version is." },
      ]}
      fixed={{ number: promotion.number }}
      action={waiveGateAction}
      submit="Waive"
      size="s"
    />
  );
}
