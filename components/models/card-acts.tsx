"use client";

import { ActButton } from "@/components/acts/act-button";
import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { DisabledButton } from "@/components/ui/disabled-button";
import {
  archiveCardAction,
  draftCardAction,
  refreshCardFiguresAction,
  sendBackCardAction,
  submitCardAction,
} from "@/lib/models/actions";
import { ApproveCard } from "./card-approve";

export type CardActsProps = {
  project: string;
  versionId: string;
  revision: number;
  status: "draft" | "pending_review" | "approved" | "archived";
  may: { edit: boolean; review: boolean; archive: boolean };
  submitObstacles: string[];
  approveObstacles: string[];
  staleFigures: number;
  /** What an approver signs. */
  statement: string;
};

/** What can be done with the card now, by this person; what cannot says why. */
export function CardActs(props: CardActsProps) {
  const { project, versionId, revision, status, may, submitObstacles, approveObstacles, staleFigures } = props;
  const input = { versionId, seenRevision: revision };
  const canWrite = may.edit && status !== "archived";
  return (
    <div className="flex flex-col gap-2" data-print="hide">
      {canWrite && (
        <ActButton project={project} input={input} action={draftCardAction} done="Drafted what the evidence can fill.">
          Draft from evidence
        </ActButton>
      )}
      {canWrite && staleFigures > 0 && (
        <ActButton
          project={project}
          input={input}
          action={refreshCardFiguresAction}
          done="The figures are those of the evidence now, in a new revision."
        >
          Refresh {staleFigures} stale {staleFigures === 1 ? "figure" : "figures"}
        </ActButton>
      )}
      {canWrite &&
        status === "draft" &&
        (submitObstacles.length === 0 ? (
          <ActButton variant="primary" project={project} input={input} action={submitCardAction} done="Sent to review.">
            Send revision {revision} to review
          </ActButton>
        ) : (
          <DisabledButton reasons={submitObstacles}>Send to review</DisabledButton>
        ))}
      {may.review && status === "pending_review" && (
        <>
          {approveObstacles.length === 0 ? (
            <ApproveCard {...props} />
          ) : (
            <DisabledButton reasons={approveObstacles}>Approve revision {revision}</DisabledButton>
          )}
          <ActDialog
            wide
            project={project}
            draft={`card-send-back:${versionId}`}
            label="Send back"
            title={`Send revision ${revision} back`}
            consequence="It becomes a draft again; its authors see your reason."
            done="Sent back to its authors."
            fields={[
              reasonField("Say what is missing or wrong. It is kept with the card and in the audit log.", "comment"),
            ]}
            fixed={input}
            action={sendBackCardAction}
          />
        </>
      )}
      {may.archive && status !== "archived" && revision > 0 && (
        <ActDialog
          wide
          variant="danger"
          project={project}
          draft={`card-archive:${versionId}`}
          label="Archive card"
          title="Archive this card"
          consequence="Nobody can edit or approve it any more; it can still be read and exported. This cannot be undone."
          done="The card is archived."
          fields={[reasonField("Why the card is closed. It is kept in the audit log.")]}
          fixed={input}
          action={archiveCardAction}
        />
      )}
    </div>
  );
}
