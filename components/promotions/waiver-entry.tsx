import { ActDialog } from "@/components/acts/act-dialog";
import { Chip } from "@/components/ui/chip";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { formatTimeLeft } from "@/lib/format-time";
import { paths } from "@/lib/paths";
import { revokeWaiverAction } from "@/lib/promotions/actions";
import { waiverState } from "@/lib/promotions/waiver";
import type { WaiverView } from "@/lib/promotions/waivers-query";

const chips = {
  in_force: { tone: "waived", word: "in force" },
  expired: { tone: "stale", word: "expired" },
  revoked: { tone: "stale", word: "revoked" },
} as const;

type WaiverEntryProps = {
  project: string;
  waiver: WaiverView;
  now: Date;
  mayRevoke: boolean;
  /** Where it is shown names the environment too. */
  withEnvironment?: boolean;
};

/** One waiver: which gate, until when, who answers for it and what is done instead. */
export function WaiverEntry({ project, waiver, now, mayRevoke, withEnvironment = false }: WaiverEntryProps) {
  const state = waiverState(waiver, now);
  const { tone, word } = chips[state];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-3.5 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <b className="font-medium">{waiver.title}</b>
          <Chip tone={tone}>{word}</Chip>
          {withEnvironment && <span className="text-s text-ink-2">in {waiver.environment}</span>}
        </p>
        <p className="mt-1 text-s">
          <span className="text-ink-3">Instead: </span>
          <bdi className="wrap-anywhere whitespace-pre-wrap">{waiver.compensatingControl}</bdi>
        </p>
        <p className="text-s text-ink-2">
          <span className="text-ink-3">Because: </span>
          <bdi className="wrap-anywhere whitespace-pre-wrap">{waiver.reason}</bdi>
        </p>
        <p className="mt-1 text-xs text-ink-2">
          <bdi className="font-medium">{waiver.owner}</bdi> answers for it. Granted by <bdi>{waiver.grantor}</bdi>,{" "}
          <TimeText at={waiver.grantedAt} />, on{" "}
          <TextLink href={paths.promotion(project, waiver.promotion)}>P-{waiver.promotion}</TextLink>; the gate was{" "}
          {waiver.waivedOutcome} then.
        </p>
        {state === "revoked" && waiver.endedAt && (
          <p className="mt-0.5 text-xs text-ink-2">
            Revoked by <bdi>{waiver.endedByName}</bdi>, <TimeText at={waiver.endedAt} />:{" "}
            <bdi>{waiver.endedReason}</bdi>
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3 text-s">
        <span className="text-ink-2 tabular-nums">
          {state === "in_force"
            ? `${formatTimeLeft(waiver.expiresAt, now)}, until `
            : state === "expired"
              ? "ended "
              : "would have held until "}
          <TimeText at={waiver.expiresAt} />
        </span>
        {state === "in_force" && mayRevoke && (
          <ActDialog
            project={project}
            draft={`revoke-waiver:${waiver.id}`}
            label="Revoke"
            title={`Revoke the waiver of ${waiver.title}`}
            consequence="Open requests are judged without it at once. A version in service stays, and the question whether it may is open again."
            done="The waiver no longer holds."
            fields={[{ kind: "area", name: "reason", label: "Reason", hint: "Kept in the audit log." }]}
            fixed={{ waiverId: waiver.id }}
            action={revokeWaiverAction}
            variant="danger"
            size="s"
          />
        )}
      </div>
    </li>
  );
}
