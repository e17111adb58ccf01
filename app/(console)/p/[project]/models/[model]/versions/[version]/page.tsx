import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { ChecksSection } from "@/components/governance/checks-section";
import { FindingsSection } from "@/components/governance/findings/findings-section";
import { PageHeader } from "@/components/layout/page-header";
import { ArchiveVersion } from "@/components/models/archive-version";
import { LiveTargets } from "@/components/models/live-targets";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { VersionCard } from "@/components/models/version-card";
import { VersionArtifacts, VersionAxes, VersionSignature } from "@/components/models/version-contents";
import { VersionMetrics } from "@/components/models/version-metrics";
import { VersionPromotions } from "@/components/models/version-promotions";
import { VersionSource } from "@/components/models/version-source";
import { VersionStatusCallout } from "@/components/models/version-status";
import { WaiverEntry } from "@/components/promotions/waiver-entry";
import { Digest } from "@/components/ui/digest";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { requestOrigin } from "@/lib/auth/request";
import { listChecks } from "@/lib/governance/ci-checks-query";
import { listAliases } from "@/lib/models/aliases-query";
import { findCardPage } from "@/lib/models/card-page-query";
import { findLoggedModel } from "@/lib/models/logged-models/logged-model-query";
import { isOpen } from "@/lib/models/open-promotion-states";
import { findVersionPage } from "@/lib/models/version-page-query";
import { paths } from "@/lib/paths";
import { waiverState } from "@/lib/promotions/waiver";
import { listWaivers } from "@/lib/promotions/waivers-query";

type Props = {
  params: Promise<{ project: string; model: string; version: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { model, version } = await params;
  return { title: `${decodeURIComponent(model)} ${version}` };
}

export default async function VersionPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const { model: name, version: number } = await params;
  if (!/^[1-9]\d{0,8}$/.test(number)) notFound();
  const page = await findVersionPage(ctx, decodeURIComponent(name), Number(number));
  if (!page) notFound();
  const { version, model, run, content, live } = page;
  const checks = await listChecks(ctx, { commit: content.axes.code_commit, versionId: version.id });
  const card = await findCardPage(ctx, model.name, version.version);
  const waivers = await listWaivers(ctx, { versionId: version.id });
  const [logged, aliases] = await Promise.all([
    findLoggedModel(ctx, version.loggedModelId),
    listAliases(ctx, model.id),
  ]);
  const now = ctx.now();
  const baseline = live.length === 0 ? undefined : live[0];
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Models", href: paths.models(project.name) },
          { label: model.name, href: paths.model(project.name, model.name) },
          { label: `version ${version.version}` },
        ]}
        title={
          <>
            <bdi>{model.name}</bdi> <span className="font-normal text-ink-2">version {version.version}</span>
          </>
        }
        chips={<RiskTierChip tier={model.riskTier} />}
        meta={
          <>
            <span>
              From run <TextLink href={paths.run(project.name, run.id)}>{run.name}</TextLink>
            </span>
            <span>
              Registered by {page.registeredBy}, <TimeText at={version.registeredAt} />
            </span>
            <Digest value={version.digest} label="version" />
          </>
        }
        summary={<bdi className="whitespace-pre-wrap">{version.description}</bdi>}
        actions={
          <>
            {page.liveRun && (
              <LinkButton href={paths.compare(project.name, [page.liveRun.runId, run.id])}>
                Compare with live version {page.liveRun.version}
              </LinkButton>
            )}
            {can(ctx.actor, "version.archive") && (version.status === "active" || version.status === "archived") && (
              <ArchiveVersion
                project={project.name}
                versionId={version.id}
                name={`${model.name} ${version.version}`}
                isArchived={version.status === "archived"}
                use={{
                  targets: live.map(({ target, environment }) => ({ name: target, environment })),
                  promotions: page.promotions.filter((one) => isOpen(one.state)).map(({ number }) => number),
                }}
              />
            )}
            {can(ctx.actor, "promotion.request") && version.status === "active" && (
              <LinkButton variant="primary" href={paths.requestPromotion(project.name, model.name, version.version)}>
                Request promotion
              </LinkButton>
            )}
          </>
        }
      />
      <VersionStatusCallout
        name={`${model.name} ${version.version}`}
        status={version.status}
        runStatus={run.status}
        digestHolds={page.digestHolds}
      />
      <Section title="Live" meta={baseline ? undefined : "serves nowhere now"}>
        <Panel padded>
          {baseline ? (
            <LiveTargets project={project.name} targets={live} now={ctx.now()} />
          ) : (
            <p className="text-ink-2">
              No target serves this version.{" "}
              {page.latest > version.version && (
                <>
                  The newest is{" "}
                  <TextLink href={paths.version(project.name, model.name, page.latest)}>version {page.latest}</TextLink>
                  .
                </>
              )}
            </p>
          )}
        </Panel>
      </Section>
      <Section
        title="Promotions"
        meta={page.promotions.length > 0 ? `${page.promotions.length} of ${page.promotions.length}` : undefined}
      >
        <Panel>
          {page.promotions.length > 0 ? (
            <VersionPromotions project={project.name} promotions={page.promotions} />
          ) : (
            <p className="px-3.5 py-3 text-ink-2">Nobody has asked to promote this version yet.</p>
          )}
        </Panel>
      </Section>
      <ChecksSection
        project={project.name}
        origin={await requestOrigin()}
        checks={checks}
        now={ctx.now()}
        subject={{ commit: content.axes.code_commit, model: model.name, version: version.version }}
        canCreateToken={can(ctx.actor, "token.create")}
      />
      {waivers.length > 0 && (
        <Section
          id="waivers"
          title="Waivers"
          meta={`${waivers.filter((waiver) => waiverState(waiver, now) === "in_force").length} in force of ${waivers.length}`}
        >
          <Panel>
            <ul className="divide-y divide-line">
              {waivers.toReversed().map((waiver) => (
                <WaiverEntry
                  key={waiver.id}
                  project={project.name}
                  waiver={waiver}
                  now={now}
                  mayRevoke={can(ctx.actor, "promotion.waive")}
                  withEnvironment
                />
              ))}
            </ul>
          </Panel>
        </Section>
      )}
      {card && (
        <VersionCard
          project={project.name}
          page={card}
          href={paths.card(project.name, model.name, version.version)}
          mayEdit={can(ctx.actor, "card.edit")}
          now={ctx.now()}
        />
      )}
      <div className="mt-7.5 grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-7.5 xl:grid-cols-2">
        <div>
          <Section title="Metrics" meta="as the run recorded them">
            <Panel>
              <VersionMetrics metrics={page.metrics} />
            </Panel>
          </Section>
        </div>
        <div>
          <Section title="Source" id="source">
            <Panel padded>
              <VersionSource
                project={project.name}
                model={model.name}
                version={version}
                run={run}
                logged={logged}
                aliases={aliases.filter(({ versions }) => versions.length === 1 && versions[0] === version.version)}
              />
            </Panel>
          </Section>
          <Section title="Six axes">
            <Panel>
              <VersionAxes values={content.axes} />
            </Panel>
          </Section>
          <Section title="Signature">
            <Panel>
              <VersionSignature signature={content.signature} />
            </Panel>
          </Section>
        </div>
      </div>
      <Section title="Artifacts" meta={`${content.artifacts.length} of ${content.artifacts.length}`}>
        <Panel>
          <VersionArtifacts artifacts={content.artifacts} />
        </Panel>
      </Section>
      <FindingsSection
        ctx={ctx}
        project={project.name}
        subject={{ modelId: model.id, versionId: version.id }}
        ownerUserId={model.ownerUserId}
        meta="on the model and this version"
      />
      <Section id="audit" title="Audit" meta="newest first">
        <ObjectAuditTrail
          ctx={ctx}
          project={project.name}
          objectType="version"
          objectId={version.id}
          also={checks.map(({ id }) => ({ type: "check", id }))}
        />
      </Section>
    </>
  );
}
