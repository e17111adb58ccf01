import { DisabledButton } from "@/components/ui/disabled-button";
import { TextLink } from "@/components/ui/text-link";
import type { UserActor } from "@/lib/context";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { signingRole, statementOf } from "@/lib/promotions/signature";
import { ApproveForm } from "./approve-form";

type ApprovePartProps = { project: string; page: PromotionPage; actor: UserActor };

/** What a reviewer has to have looked at; drawn from what this promotion holds, never checked beforehand. */
function checklistOf({ gates, live, comparison, unresolved }: PromotionPage): string[] {
  const open = gates.filter((gate) => gate.outcome === "failed" || gate.outcome === "inconclusive").length;
  const worse = comparison?.deltas[0]?.filter((delta) => delta.verdict === "worse").length ?? 0;
  return [
    open > 0
      ? `I looked at the ${plural(open, "gate")} that did not pass`
      : "I looked at the gates with the least room",
    ...(live
      ? [
          worse > 0
            ? `I opened the ${plural(worse, "slice")} that got worse`
            : `I compared the slices with version ${live.version}`,
        ]
      : []),
    ...(unresolved > 0 ? [`I read the ${plural(unresolved, "unresolved thread")} in the discussion`] : []),
    "The rollback plan fits this target",
  ];
}

/** The approval: a form for those who may give it, else the reasons why not and what would enable it. */
export function ApprovePart({ project, page, actor }: ApprovePartProps) {
  const { promotion, version, model, judged, available } = page;
  const label = `Approve version ${version.version}`;
  const blockers = available.approve.reasons.filter((reason) => reason.code !== "reauthenticate");
  const role = signingRole(actor.roles, judged.rule, judged.tally);
  if (blockers.length > 0 || !role || promotion.subjectDigest === null) {
    return (
      <DisabledButton variant="primary" className="w-full" reasons={blockers.map((reason) => reason.text)}>
        {label}
      </DisabledButton>
    );
  }
  const asksForPasskey = judged.rule.passkey === "required";
  if (asksForPasskey && !page.hasPasskey) {
    const where = <TextLink href={`${paths.account(project)}#passkeys`}>add one to your account</TextLink>;
    return (
      <DisabledButton
        variant="primary"
        className="w-full"
        reasons={[<>The policy asks for an approval signed with a passkey, and you have none: {where}.</>]}
      >
        {label}
      </DisabledButton>
    );
  }
  const signed = {
    number: promotion.number,
    model: model.name,
    version: version.version,
    environment: promotion.environment,
  };
  const seats = page.seats.map(({ id, role: seatRole, delegator, available: seat }) => ({
    delegationId: id,
    label: `for ${delegator.name}`,
    statement: statementOf("approve", signed, seatRole, delegator.name),
    refusal: seat.reasons.find((reason) => reason.code !== "reauthenticate")?.text ?? null,
  }));
  return (
    <ApproveForm
      key={promotion.subjectDigest}
      project={project}
      number={promotion.number}
      subjectDigest={promotion.subjectDigest}
      signer={actor.userId}
      label={label}
      seats={[
        { delegationId: null, label: "in my own name", statement: statementOf("approve", signed, role), refusal: null },
        ...seats,
      ]}
      checklist={checklistOf(page)}
      authMethod={actor.authMethod}
      passkey={asksForPasskey ? "required" : page.hasPasskey ? "offered" : "none"}
      needsFreshSignIn={available.approve.reasons.length > blockers.length}
    />
  );
}
