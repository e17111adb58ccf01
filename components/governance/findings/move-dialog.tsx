import { ActDialog } from "@/components/acts/act-dialog";
import { type ActField, reasonField } from "@/components/acts/act-field";
import type { FindingTransition } from "@/lib/governance/findings/finding";
import { moveFindingAction } from "@/lib/governance/risk-actions";
import { moveWords } from "./move-words";

type MoveDialogProps = { project: string; number: number; lockVersion: number; transition: FindingTransition };

const until: ActField = {
  kind: "date",
  name: "until",
  label: "Borne until",
  hint: "A year at most; then it is open again by itself.",
};

/** Takes a finding to its next state, with what was done or why. */
export function MoveDialog({ project, number, lockVersion, transition }: MoveDialogProps) {
  const { label, consequence, hint, done } = moveWords[transition];
  const note = reasonField(hint, "note");
  return (
    <ActDialog
      project={project}
      draft={`finding:${project}:${number}:${transition}`}
      label={label}
      title={`${label}: F-${number}`}
      consequence={consequence}
      done={done}
      fields={transition === "accept" ? [until, note] : [note]}
      fixed={{ number, lockVersion, transition }}
      action={moveFindingAction}
      wide
    />
  );
}
