import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { formatTimeLeft } from "@/lib/format-time";
import { paths } from "@/lib/paths";
import type { EmergencyView } from "@/lib/promotions/emergencies-query";
import { emergencyState } from "@/lib/promotions/emergency";

type EmergencyBannerProps = {
  project: string;
  emergency: EmergencyView;
  now: Date;
  /** Left out where the promotion itself is shown. */
  withLink?: boolean;
  className?: string;
  actions?: ReactNode;
};

/** What was carried out without its quorum, and what became of the second person's review. Upheld ones are told quietly. */
export function EmergencyBanner({ project, emergency, now, withLink, className, actions }: EmergencyBannerProps) {
  const state = emergencyState(emergency, now);
  const tone = { waits: "warn", overdue: "fail", objected: "fail", upheld: "neutral" } as const;
  return (
    <Callout tone={tone[state]} glyph={state === "upheld" ? "info" : "warn"} className={className} actions={actions}>
      <b className="font-medium">
        <Headline state={state} emergency={emergency} now={now} />
      </b>{" "}
      <bdi>{emergency.usedByName}</bdi> carried{" "}
      {withLink ? (
        <TextLink href={paths.promotion(project, emergency.number)}>P-{emergency.number}</TextLink>
      ) : (
        `P-${emergency.number}`
      )}{" "}
      out without its quorum, <TimeText at={emergency.usedAt} />, for incident <bdi>{emergency.incident}</bdi>: “
      <bdi className="wrap-anywhere">{emergency.reason}</bdi>”
      <ul className="mt-1 list-inside list-disc text-s text-ink-2">
        {emergency.bypassed.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      {emergency.reviewComment && emergency.reviewedAt && (
        <p className="mt-1 text-s text-ink-2">
          <bdi>{emergency.reviewer}</bdi>, <TimeText at={emergency.reviewedAt} />: “
          <bdi className="wrap-anywhere">{emergency.reviewComment}</bdi>”
        </p>
      )}
    </Callout>
  );
}

type HeadlineProps = { state: ReturnType<typeof emergencyState>; emergency: EmergencyView; now: Date };

function Headline({ state, emergency, now }: HeadlineProps) {
  switch (state) {
    case "waits":
      return <>Emergency, not reviewed yet: a second person has {formatTimeLeft(emergency.reviewDueAt, now)}.</>;
    case "overdue":
      return <>Emergency, review overdue: nobody looked at it within 24 hours.</>;
    case "objected":
      return (
        <>
          Emergency, <bdi>{emergency.reviewer}</bdi> objected: roll back, or answer the objection.
        </>
      );
    case "upheld":
      return (
        <>
          Emergency, upheld by <bdi>{emergency.reviewer}</bdi>.
        </>
      );
  }
}
