import { PageHeader } from "@/components/layout/page-header";
import { PromotionStateBadge } from "@/components/models/promotion-state-badge";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { Callout } from "@/components/ui/callout";
import { Digest } from "@/components/ui/digest";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { plural } from "@/lib/format";
import { formatTimeLeft } from "@/lib/format-time";
import { paths } from "@/lib/paths";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { canExpire } from "@/lib/promotions/promotion-state";
import { verdictSentence } from "@/lib/promotions/verdict-sentence";

type PromotionHeaderProps = { project: string; page: PromotionPage; now: Date };

/** From which version to which, under which policy, asked by whom and why; then the verdict and who acts next. */
export function PromotionHeader({ project, page, now }: PromotionHeaderProps) {
  const { promotion, version, model, live, policy, evaluation, judged, execution } = page;
  const verdict = verdictSentence({
    state: promotion.state,
    evaluation,
    tally: judged.tally,
    requester: page.requester,
    isStale: page.changes.length > 0,
    closedReason: promotion.closedReason,
    rollout: execution?.rollout ?? null,
    now,
  });
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Promotions", href: paths.promotions(project) }, { label: `P-${promotion.number}` }]}
        title={
          <>
            <TextLink quiet href={paths.model(project, model.name)}>
              <bdi>{model.name}</bdi>
            </TextLink>{" "}
            <span className="tabular-nums">
              <span className="font-normal text-ink-3">
                {live ? live.version : "nothing"} <span aria-hidden="true">→</span>
                <span className="sr-only"> to </span>
              </span>{" "}
              <TextLink quiet href={paths.version(project, model.name, version.version)}>
                {version.version}
              </TextLink>
            </span>
          </>
        }
        chips={
          <>
            <PromotionStateBadge state={promotion.state} />
            <RiskTierChip tier={model.riskTier} />
          </>
        }
        meta={
          <>
            <span>
              to <b className="font-medium text-ink">{promotion.environment}</b>
              {page.target && (
                <>
                  {" "}
                  on{" "}
                  <TextLink quiet href={paths.target(project, page.target.name)}>
                    <bdi>{page.target.name}</bdi>
                  </TextLink>
                </>
              )}
            </span>
            <span>
              Policy{" "}
              <TextLink href={paths.policy(project, policy.policy.name, policy.version)}>
                <bdi>{policy.policy.name}</bdi> v{policy.version}
              </TextLink>
            </span>
            <span>
              Requested by <bdi>{page.requester}</bdi>, <TimeText at={promotion.requestedAt} />
            </span>
            {page.unresolved > 0 && (
              <TextLink href={`${paths.promotion(project, promotion.number)}?threads=unresolved#discussion`}>
                {plural(page.unresolved, "unresolved thread")}
              </TextLink>
            )}
            {promotion.subjectDigest && <Digest value={promotion.subjectDigest} label="subject" />}
          </>
        }
        summary={
          <blockquote>
            <bdi className="whitespace-pre-wrap">“{promotion.reason}”</bdi>
          </blockquote>
        }
      />
      <Callout tone={verdict.tone} role="status">
        <b className="font-medium">{verdict.what}</b> {verdict.next}
        {execution && (
          <>
            {" "}
            <TextLink href={paths.rollout(project, execution.rollout)}>Open rollout R-{execution.rollout}</TextLink>
          </>
        )}
        {promotion.expiresAt && canExpire(promotion.state) && (
          <span className="text-ink-2">
            {" "}
            Review clock: {formatTimeLeft(promotion.expiresAt, now)}, until <TimeText at={promotion.expiresAt} />.
          </span>
        )}
      </Callout>
    </>
  );
}
