import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { triggerKinds, triggerWords } from "@/lib/governance/risk/assessment";
import { requestReviewAction } from "@/lib/governance/risk-actions";

type ReviewDialogProps = { project: string; assessmentId: string };

/** Asks for a review before its date, saying what happened. */
export function ReviewDialog({ project, assessmentId }: ReviewDialogProps) {
  return (
    <ActDialog
      project={project}
      draft={`review:${assessmentId}`}
      label="Ask for a review"
      title="Ask for a review"
      consequence="The assessment counts as due until a new revision is signed off; gates that read it hold promotions up."
      done="The review is asked for."
      fields={[
        {
          kind: "choice",
          name: "trigger",
          label: "What happened",
          options: triggerKinds.map((kind) => ({ value: kind, label: triggerWords[kind] })),
          initial: triggerKinds[0],
        },
        reasonField("Kept in the audit log."),
      ]}
      fixed={{ assessmentId }}
      action={requestReviewAction}
    />
  );
}
