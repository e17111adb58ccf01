import { proposePolicyAction } from "@/lib/governance/actions";
import { PolicyReasonDialog } from "./policy-reason-dialog";

type Props = { project: string; number: number; lockVersion: number; version: number };

/** Proposes the saved text as the next version. */
export function ProposeDialog({ project, number, lockVersion, version }: Props) {
  return (
    <PolicyReasonDialog
      project={project}
      draft={`propose-policy:${number}`}
      label={`Propose version ${version}`}
      title={`Propose draft D-${number} as version ${version}`}
      consequence="Somebody who wrote nothing of it has to approve. A change of the text takes the proposal back."
      hint="Why the policy changes, for whoever decides and for the log; at least 10 characters."
      done="Proposed"
      field="reason"
      input={{ number, lockVersion }}
      action={proposePolicyAction}
      variant="primary"
    />
  );
}
