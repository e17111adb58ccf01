import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EvidenceButton } from "@/components/audit/evidence-button";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { PullTargetHelp } from "@/components/deployments/pull-target-help";
import { RolloutButtons } from "@/components/deployments/rollout-buttons";
import { RolloutEventsTable } from "@/components/deployments/rollout-events-table";
import { RolloutStages } from "@/components/deployments/rollout-stages";
import { rolloutStateTone, rolloutStateWord } from "@/components/deployments/rollout-state-badge";
import { RolloutTriggers } from "@/components/deployments/rollout-triggers";
import { PageHeader } from "@/components/layout/page-header";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { EmergencyBanner } from "@/components/promotions/emergency-banner";
import { Callout } from "@/components/ui/callout";
import { Chip } from "@/components/ui/chip";
import { Digest } from "@/components/ui/digest";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { requirePage } from "@/lib/auth/page";
import { getRolloutPage } from "@/lib/deployments/rollout-page-query";
import { rolloutVerdict } from "@/lib/deployments/rollout-verdict";
import { DomainError } from "@/lib/errors";
import { formatList, plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { listEmergencies } from "@/lib/promotions/emergencies-query";

type Props = { params: Promise<{ project: string; number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `R-${(await params).number}` };
}

export default async function RolloutPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const number = Number((await params).number);
  if (!Number.isSafeInteger(number) || number < 1 || number > 2_147_483_647) notFound();
  const page = await getRolloutPage(ctx, number).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  const { rollout, target, model, approval } = page;
  const emergencies = await listEmergencies(ctx, { rolloutIds: [rollout.id] });
  const from = page.from ? `v${page.from.version}` : "its own default";
  const verdict = rolloutVerdict(page.status, page.facts, page.waitsFor, {
    target: target.name,
    from,
    to: `v${page.to?.version}`,
  });
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Deployments", href: paths.deployments(project.name) },
          { label: target.name, href: paths.target(project.name, target.name) },
          { label: `R-${rollout.number}` },
        ]}
        title={
          <>
            <bdi>{model.name}</bdi>{" "}
            <span className="text-ink-3">
              {page.from?.version ?? "nothing"} → <span className="text-ink">{page.to?.version}</span>
            </span>
          </>
        }
        chips={
          <>
            <Chip tone={rolloutStateTone(rollout.state)}>{rolloutStateWord(rollout.state)}</Chip>
            <RiskTierChip tier={model.riskTier} />
            {rollout.kind === "rollback" && <Chip tone="warn">Back to an earlier version</Chip>}
          </>
        }
        meta={
          <>
            <span>
              Target{" "}
              <TextLink href={paths.target(project.name, target.name)} quiet>
                {target.name}
              </TextLink>
              , {target.adapter}, {target.environment}
            </span>
            {approval && (
              <span>
                {approval.approvers.length > 0 ? "Approved in" : "Carried out in an emergency from"}{" "}
                <TextLink href={paths.promotion(project.name, approval.promotion)}>P-{approval.promotion}</TextLink>
                {approval.approvers.length > 0 && ` by ${formatList(approval.approvers)}`}
              </span>
            )}
            <span>
              Owner <bdi>{model.owner ?? "none"}</bdi>
            </span>
            <span>
              Started <TimeText at={rollout.createdAt} />
            </span>
            <Digest value={rollout.planDigest} label="plan" />
          </>
        }
        actions={<RolloutButtons project={project.name} actor={ctx.actor} page={page} />}
      />
      <Callout tone={verdict.tone}>
        <strong>{verdict.sentence}</strong> {verdict.next}
      </Callout>
      {emergencies.map((emergency) => (
        <EmergencyBanner
          key={emergency.promotionId}
          project={project.name}
          emergency={emergency}
          now={page.now}
          withLink
          className="mt-3"
        />
      ))}
      <div className="mt-5">
        <RolloutStages page={page} />
      </div>
      {(rollout.state === "APPLYING" || rollout.state === "ROLLING_BACK" || rollout.state === "ROLLBACK_STALLED") && (
        <PullTargetHelp project={project.name} target={target.name} generation={target.desiredGeneration} />
      )}
      <Section
        id="triggers"
        title="Rollback triggers"
        meta={`${plural(page.triggers.length, "trigger")}, each with its owner; a pause does not disarm them`}
      >
        <Panel>
          <RolloutTriggers page={page} />
        </Panel>
      </Section>
      <Section id="events" title="Event log" meta={`numbered, append-only, ${plural(page.events.length, "event")}`}>
        <Panel>
          <RolloutEventsTable events={page.events} />
        </Panel>
      </Section>
      <Section
        id="audit"
        title="Audit"
        meta="what the sealed log holds about this rollout"
        actions={<EvidenceButton ctx={ctx} address={paths.rollout(project.name, rollout.number)} />}
      >
        <ObjectAuditTrail ctx={ctx} project={project.name} objectType="rollout" objectId={rollout.id} />
      </Section>
    </>
  );
}
