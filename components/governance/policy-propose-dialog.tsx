import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { proposePolicyAction } from "@/lib/governance/actions";

type Props = { project: string; number: number; lockVersion: number; version: number };

/** Proposes the saved text as the next version. */
export function ProposeDialog({ project, number, lockVersion, version }: Props) {
  return (
    <ActDialog
      project={project}
      draft={`propose-policy:${number}`}
      label={`Propose version ${version}`}
      title={`Propose draft D-${number} as version ${version}`}
      consequence="Somebody who wrote nothing of it has to approve. A change of the text takes the proposal back."
      done="Proposed"
      fields={[reasonField("Why the policy changes, for whoever decides and for the log; at least 10 characters.")]}
      fixed={{ number, lockVersion }}
      action={proposePolicyAction}
      variant="primary"
    />
  );
}
