import { DisabledButton } from "@/components/ui/disabled-button";
import { LinkButton } from "@/components/ui/link-button";
import { denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import type { AssessmentPage } from "@/lib/governance/risk/assessment-page-query";
import { ReviewDialog } from "./review-dialog";
import { SubmitPanel } from "./submit-panel";

type ActsProps = { project: string; page: AssessmentPage; actor: UserActor; editHref: string };

/** What can be done with an assessment now: ask for a review, write, submit. What a person may not do says why. */
export function AssessmentActs({ project, page, actor, editHref }: ActsProps) {
  const { assessment, revisions } = page;
  const newest = revisions[0];
  return (
    <>
      {assessment &&
        revisions.some((row) => row.state === "signed_off") &&
        (can(actor, "risk.request_review") ? (
          <ReviewDialog project={project} assessmentId={assessment.id} />
        ) : (
          <DisabledButton compact reasons={[denial("risk.request_review")]}>
            Ask for a review
          </DisabledButton>
        ))}
      <WriteButton page={page} actor={actor} editHref={editHref} />
      {newest?.state === "draft" &&
        (can(actor, "risk.assess") ? (
          <SubmitPanel project={project} revision={newest} />
        ) : (
          <DisabledButton compact variant="primary" reasons={[denial("risk.assess")]}>
            Submit for sign-off
          </DisabledButton>
        ))}
    </>
  );
}

/** Leads to the form of the draft or of the next revision, or says why nobody or not this person writes now. */
export function WriteButton({ page, actor, editHref }: Omit<ActsProps, "project">) {
  const newest = page.revisions[0];
  const label =
    newest?.state === "draft" ? "Write" : newest === undefined ? "Start the assessment" : "Start a new revision";
  const refusals = writeRefusals(page, actor);
  if (refusals.length === 0) return <LinkButton href={editHref}>{label}</LinkButton>;
  return (
    <DisabledButton compact reasons={refusals}>
      {label}
    </DisabledButton>
  );
}

/** Why this person may not write in the assessment now; empty when they may. */
export function writeRefusals({ revisions }: AssessmentPage, actor: UserActor): string[] {
  const newest = revisions[0];
  return [
    ...(can(actor, "risk.assess") ? [] : [denial("risk.assess")]),
    ...(newest?.state === "submitted"
      ? [`Revision ${newest.revision} waits for sign-off. It is written in again once it is signed off or sent back.`]
      : []),
  ];
}
