import { ActDialog } from "@/components/acts/act-dialog";
import { ConfirmIdentityButton } from "@/components/auth/confirm-identity-button";
import { DisabledButton } from "@/components/ui/disabled-button";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import { breakGlassAction } from "@/lib/deployments/actions";
import { bypassedBy } from "@/lib/promotions/emergency";
import { promotionFacts } from "@/lib/promotions/judge-promotion";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";

type BreakGlassPartProps = { project: string; page: PromotionPage; actor: UserActor; now: Date };

/** The way out in an emergency; shown only to people who may break the glass at all. */
export function BreakGlassPart({ project, page, actor, now }: BreakGlassPartProps) {
  const { promotion, available, judged } = page;
  if (!can(actor, "promotion.break_glass")) return null;
  const { allowed, reasons } = available.break_glass;
  const blockers = reasons.filter((reason) => reason.code !== "reauthenticate");
  if (!allowed && blockers.length > 0) {
    if (blockers.some((reason) => reason.code === "not_executable")) return null;
    return (
      <DisabledButton className="w-full" variant="danger" compact reasons={blockers.map((reason) => reason.text)}>
        Break the glass
      </DisabledButton>
    );
  }
  if (!allowed) {
    return (
      <div className="flex flex-col gap-2">
        <DisabledButton className="w-full" variant="danger" reasons={reasons.map((reason) => reason.text)}>
          Break the glass
        </DisabledButton>
        <ConfirmIdentityButton project={project} method={actor.authMethod} className="w-full" />
      </div>
    );
  }
  const bypassed = bypassedBy(promotionFacts(judged, null, now)).join(" ");
  return (
    <ActDialog
      project={project}
      draft={`break-glass:${promotion.id}`}
      label="Break the glass"
      title={`Carry out P-${promotion.number} in an emergency`}
      consequence={`The rollout starts at once, on your responsibility, past this: ${bypassed} A second person reviews it within 24 hours; until then a banner says so wherever it runs.`}
      done="The rollout has started; the review is due within 24 hours."
      fields={[
        {
          kind: "line",
          name: "incident",
          label: "Incident",
          hint: "Its number or address, so that both records meet.",
        },
        {
          kind: "area",
          name: "reason",
          label: "Reason",
          hint: "Why it cannot wait for people to approve, in at least 20 characters.",
          rows: 4,
        },
      ]}
      fixed={{ number: promotion.number, subjectDigest: promotion.subjectDigest ?? "", signer: actor.userId }}
      action={breakGlassAction}
      submit="Carry it out now"
      variant="danger"
      wide
    />
  );
}
