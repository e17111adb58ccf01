import clsx from "clsx";
import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { TimeText } from "@/components/ui/time-text";
import type { PromotionDecisionRow } from "@/db/schema";
import { clearDecisionAction } from "@/lib/promotions/actions";
import { roleWords } from "@/lib/promotions/approval";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { DecisionDialog } from "./decision-dialog";

const said = { approve: "approved", request_changes: "asked for changes", reject: "rejected" } as const;

type DecisionListProps = { project: string; page: PromotionPage; personId: string };

/** Every decision, oldest first: what counts, and what does not, struck through with its cause. */
export function DecisionList({ project, page, personId }: DecisionListProps) {
  const { decisions } = page;
  if (decisions.length === 0) return <p className="text-s text-ink-2">Nobody has decided yet.</p>;
  return (
    <ol className="flex flex-col gap-2.5">
      {decisions.map((row) => (
        <li key={row.id} className="flex gap-2.5">
          <Avatar name={row.signature.printedName} own={row.personId === personId} />
          <div className="min-w-0 flex-1 text-s">
            <DecisionEntry row={row} cause={causeOf(page, row)} />
            {row.kind !== "approve" && row.state !== "cleared" && (
              <ClearButton project={project} page={page} row={row} personId={personId} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Why a decision does not count; null when it does. */
function causeOf({ promotion, judged }: PromotionPage, row: PromotionDecisionRow): string | null {
  if (row.state !== "valid") return row.endedReason ?? "It no longer counts.";
  if (row.kind !== "approve" || promotion.state === "executed") return null;
  return judged.tally.void.find((entry) => entry.decision.id === row.id)?.reason ?? null;
}

function DecisionEntry({ row, cause }: { row: PromotionDecisionRow; cause: string | null }) {
  const { printedName, role, groupName, onBehalfOf } = row.signature;
  return (
    <>
      <div className="flex items-start justify-between gap-2">
        <span className={clsx(cause !== null && "text-ink-2 line-through decoration-ink-3")}>
          <bdi className="font-medium">{printedName}</bdi> {said[row.kind]}
          {onBehalfOf && (
            <>
              {" "}
              for <bdi className="font-medium">{onBehalfOf.printedName}</bdi>
            </>
          )}
        </span>
        {cause !== null ? (
          <Chip tone="stale">{row.state === "cleared" ? "cleared" : "void"}</Chip>
        ) : (
          <Chip tone={row.kind === "approve" ? "pass" : "fail"}>{row.kind === "approve" ? "counts" : "blocks"}</Chip>
        )}
      </div>
      <div className="text-xs text-ink-3">
        {roleWords[role]}
        {groupName && (
          <>
            , <bdi>{groupName}</bdi>
          </>
        )}{" "}
        · <TimeText at={row.decidedAt} />
        {row.assertion && " · signed with a passkey"}
      </div>
      {row.comment && (
        <p className="mt-0.5 text-ink-2">
          <bdi className="wrap-anywhere whitespace-pre-wrap">{row.comment}</bdi>
        </p>
      )}
      {cause !== null && (
        <p className="mt-0.5 text-xs text-ink-2">
          <bdi>{cause}</bdi>
        </p>
      )}
    </>
  );
}

type ClearButtonProps = DecisionListProps & { row: PromotionDecisionRow };

/** One's own blocking decision is cleared, another's is overridden; shown only to those who may. */
function ClearButton({ project, page, row, personId }: ClearButtonProps) {
  const isOwn = row.personId === personId;
  const availability = isOwn ? page.available.clear : page.available.override;
  if (!availability.allowed) return null;
  const { number } = page.promotion;
  return (
    <div className="mt-1.5">
      <DecisionDialog
        project={project}
        draft={`clear:${row.id}`}
        label={isOwn ? "Clear my decision" : "Override"}
        title={isOwn ? `Clear your decision on P-${number}` : `Override the decision of ${row.signature.printedName}`}
        consequence={`It no longer blocks P-${number}. ${isOwn ? "Your decision" : "The decision"} stays on record, with your reason.`}
        hint="Why it no longer stands in the way. Kept in the audit log."
        done="The decision no longer blocks."
        field="reason"
        fixed={{ number, decisionId: row.id }}
        action={clearDecisionAction}
        variant={isOwn ? undefined : "danger"}
      />
    </div>
  );
}
