import type { ReactNode } from "react";
import { ActButton } from "@/components/acts/act-button";
import { Chip } from "@/components/ui/chip";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import type { UserActor } from "@/lib/context";
import { executePromotionAction } from "@/lib/deployments/actions";
import { shortDigest } from "@/lib/format";
import { approvalSentence } from "@/lib/governance/describe-approval";
import {
  evaluatePromotionAction,
  rejectPromotionAction,
  requestChangesAction,
  withdrawPromotionAction,
} from "@/lib/promotions/actions";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { isClosed, isOpen } from "@/lib/promotions/promotion-state";
import { ApprovePart } from "./approve-part";
import { BreakGlassPart } from "./break-glass-part";
import { ConflictList } from "./conflict-list";
import { DecisionDialog } from "./decision-dialog";
import { DecisionList } from "./decision-list";
import { WhoCould } from "./who-could";

type DecisionBoxProps = { project: string; page: PromotionPage; actor: UserActor; now: Date };

/** Who decided, who may decide, and what the person looking can do; every refusal is said before the click. */
export function DecisionBox({ project, page, actor, now }: DecisionBoxProps) {
  const { promotion, judged, available } = page;
  const closed = isClosed(promotion.state);
  const valid = closed
    ? page.decisions.filter((d) => d.kind === "approve" && d.state === "valid").length
    : judged.tally.counted.length;
  return (
    <Panel className="overflow-hidden">
      <div className="flex items-center justify-between gap-3 px-3.5 py-3">
        <h2 id="decision">Decision</h2>
        <Chip
          tone={closed ? "neutral" : judged.tally.met ? "pass" : "neutral"}
          glyph={judged.tally.met && !closed ? "pass" : null}
        >
          {valid} of {judged.rule.quorum} valid
        </Chip>
      </div>
      <Part label={`Quorum for ${page.model.riskTier} tier`}>
        <p className="mb-2.5 text-xs text-ink-2">{approvalSentence(judged.rule)}</p>
        <DecisionList project={project} page={page} personId={actor.personId} />
      </Part>
      <Part label="May not approve: conflict of duty">
        <ConflictList conflicts={judged.conflicts} personId={actor.personId} />
      </Part>
      {isOpen(promotion.state) && promotion.state !== "approved" && (
        <Part label="Could still approve">
          <WhoCould project={project} page={page} actor={actor} />
        </Part>
      )}
      {!closed && (
        <Part>
          <ApprovePart project={project} page={page} actor={actor} />
          <div className="mt-3 grid grid-cols-2 gap-2">
            <Objection project={project} page={page} kind="request_changes" />
            <Objection project={project} page={page} kind="reject" />
          </div>
          <p className="mt-2 text-xs text-ink-3">
            A rejection blocks until you clear it. Your signature covers{" "}
            <code>{shortDigest(promotion.subjectDigest ?? "")}</code>
          </p>
        </Part>
      )}
      {!closed && (
        <Part>
          <div className="flex flex-col gap-2">
            {promotion.state === "approved" &&
              (available.execute.allowed ? (
                <ActButton
                  project={project}
                  input={{ number: promotion.number }}
                  action={executePromotionAction}
                  done="The rollout has started."
                  variant="primary"
                >
                  Start the rollout now
                </ActButton>
              ) : (
                <DisabledButton reasons={available.execute.reasons.map((reason) => reason.text)}>
                  Start the rollout now
                </DisabledButton>
              ))}
            <BreakGlassPart project={project} page={page} actor={actor} now={now} />
            {available.evaluate.allowed && (
              <ActButton
                project={project}
                input={{ number: promotion.number }}
                action={evaluatePromotionAction}
                done="The gates were evaluated again."
              >
                Evaluate again
              </ActButton>
            )}
            {available.withdraw.allowed && (
              <DecisionDialog
                project={project}
                draft={`withdraw:${promotion.id}`}
                label="Withdraw"
                title={`Withdraw P-${promotion.number}`}
                consequence="It is closed for good; approvals given so far lead nowhere. The same version can be asked for again."
                hint="Why it is taken back. Kept in the audit log."
                done={`P-${promotion.number} is withdrawn.`}
                field="reason"
                fixed={{ number: promotion.number }}
                action={withdrawPromotionAction}
                wide
              />
            )}
          </div>
        </Part>
      )}
    </Panel>
  );
}

/** Left out, with its line, when what it would hold is nothing this person has. */
function Part({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div className="border-t border-line px-3.5 py-3 has-[>div:only-child:empty]:hidden">
      {label && <h3 className="mb-2 text-xs font-normal text-ink-3">{label}</h3>}
      {children}
    </div>
  );
}

const objections = {
  request_changes: {
    label: "Request changes",
    action: requestChangesAction,
    variant: undefined,
    hint: "What has to change before you would approve.",
    done: "Your request for changes is on record.",
  },
  reject: {
    label: "Reject",
    action: rejectPromotionAction,
    variant: "danger",
    hint: "Why this version must not go there.",
    done: "Your rejection is on record.",
  },
} as const;

function Objection({ project, page, kind }: { project: string; page: PromotionPage; kind: keyof typeof objections }) {
  const { label, action, variant, hint, done } = objections[kind];
  const { promotion } = page;
  const { allowed, reasons } = page.available[kind];
  if (!allowed) {
    return (
      <DisabledButton compact className="w-full" variant={variant} reasons={reasons.map((reason) => reason.text)}>
        {label}
      </DisabledButton>
    );
  }
  return (
    <DecisionDialog
      project={project}
      draft={`${kind}:${promotion.id}`}
      label={label}
      title={`${label}: P-${promotion.number}`}
      consequence="Nothing is approved until you clear it, or a risk officer overrides it with a reason."
      hint={`${hint} Shown to the requester and kept in the audit log.`}
      done={done}
      field="comment"
      fixed={{ number: promotion.number, subjectDigest: promotion.subjectDigest ?? "" }}
      action={action}
      variant={variant}
      wide
    />
  );
}
