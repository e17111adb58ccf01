import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { DisabledButton } from "@/components/ui/disabled-button";
import { proposeRetirementAction } from "@/lib/governance/actions";
import { type AfterRetirement, retirementObjections, retirementSentence } from "@/lib/governance/drafts/retirement";

type Props = {
  project: string;
  policy: { name: string; version: number };
  after: readonly AfterRetirement[];
  /** Why this person may not. */
  refusals: readonly string[];
};

/** Proposes to end a policy; the dialog says what applies then, and the disabled button why it cannot end. */
export function ProposeRetirement({ project, policy, after, refusals }: Props) {
  const reasons = [...refusals, ...retirementObjections(after)];
  if (reasons.length > 0)
    return (
      <DisabledButton compact reasons={reasons}>
        Propose to retire
      </DisabledButton>
    );
  return (
    <ActDialog
      project={project}
      draft={`retire-policy:${policy.name}`}
      label="Propose to retire"
      title={`Propose to retire ${policy.name}`}
      consequence={`A risk officer other than you has to approve. ${retirementSentence(after)}`}
      done="Proposed"
      fields={[
        reasonField("Why it is not needed any more, for whoever decides and for the log; at least 10 characters."),
      ]}
      fixed={{ policy: policy.name, version: policy.version }}
      action={proposeRetirementAction}
    />
  );
}
