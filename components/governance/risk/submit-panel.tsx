import { ActButton } from "@/components/acts/act-button";
import { DisabledButton } from "@/components/ui/disabled-button";
import { missingForSubmission } from "@/lib/governance/risk/assessment";
import type { AssessmentRevision } from "@/lib/governance/risk/assessment-page-query";
import { submitAssessmentAction } from "@/lib/governance/risk-actions";

/** Hands a draft over for sign-off, or says what is still open in it. */
export function SubmitPanel({ project, revision }: { project: string; revision: AssessmentRevision }) {
  const missing = missingForSubmission(revision.body);
  if (missing.length > 0)
    return (
      <DisabledButton variant="primary" reasons={missing.slice(0, 6).map((entry) => `${entry.message}.`)}>
        Submit for sign-off
      </DisabledButton>
    );
  const { assessmentId, revision: number, lockVersion } = revision;
  return (
    <ActButton
      project={project}
      input={{ assessmentId, revision: number, lockVersion }}
      action={submitAssessmentAction}
      done="The revision waits for sign-off."
      variant="primary"
    >
      Submit for sign-off
    </ActButton>
  );
}
