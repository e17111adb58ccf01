import { StatusBadge } from "@/components/ui/status-badge";
import { TimeText } from "@/components/ui/time-text";
import type { RiskStatus } from "@/db/enums";
import type { AssessmentRevision } from "@/lib/governance/risk/assessment-page-query";
import { diffBodies } from "@/lib/governance/risk/body-diff";
import { RevisionDiff } from "./revision-diff";

export const stateTones = {
  draft: "neutral",
  submitted: "unknown",
  signed_off: "pass",
  superseded: "stale",
} as const satisfies Record<RiskStatus, string>;
export const stateWords: Readonly<Record<RiskStatus, string>> = {
  draft: "Draft",
  submitted: "Waits for sign-off",
  signed_off: "Signed off",
  superseded: "Superseded",
};

type RevisionListProps = { revisions: readonly AssessmentRevision[]; nameOf: (userId: string) => string };

/** Every revision, newest first, with its signature and what it changed. */
export function RevisionList({ revisions, nameOf }: RevisionListProps) {
  return (
    <ol className="flex flex-col gap-4">
      {revisions.map((row, index) => {
        const before = revisions[index + 1];
        return (
          <li key={row.revision}>
            <p className="flex flex-wrap items-baseline gap-x-2.5 text-s">
              <span className="font-medium">Revision {row.revision}</span>
              <StatusBadge tone={stateTones[row.state]}>{stateWords[row.state]}</StatusBadge>
              {row.tier && <span className="text-ink-2">{row.tier} tier</span>}
              {row.submittedAt && (
                <span className="text-ink-3">
                  submitted by <bdi>{row.submitter}</bdi>, <TimeText at={row.submittedAt} />
                </span>
              )}
            </p>
            {row.signature && row.signedAt && (
              <blockquote className="mt-1 border-s-2 border-line-strong ps-2.5 text-s text-ink-2">
                “{row.signature.statement}” <bdi>{row.signature.printedName}</bdi>,{" "}
                {row.signature.role.replaceAll("_", " ")}, {row.signature.meaning}, <TimeText at={row.signedAt} />
              </blockquote>
            )}
            {row.sentBackAt && (
              <p className="mt-1 text-s text-ink-2">
                Sent back by <bdi>{row.sender}</bdi>, <TimeText at={row.sentBackAt} />:{" "}
                <bdi className="whitespace-pre-wrap">{row.sentBackReason}</bdi>
              </p>
            )}
            {before && (
              <details className="mt-1.5">
                <summary className="cursor-pointer text-s text-accent-ink">
                  Changed from revision {before.revision}
                </summary>
                <div className="mt-2">
                  <RevisionDiff changes={diffBodies(before.body, row.body, nameOf)} />
                </div>
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}
