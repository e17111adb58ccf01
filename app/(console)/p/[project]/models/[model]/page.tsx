import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { ConsumersSection } from "@/components/consumers/consumers-section";
import { FindingsSection } from "@/components/governance/findings/findings-section";
import { PageHeader } from "@/components/layout/page-header";
import { AliasesSection } from "@/components/models/aliases-section";
import { EditModelDialog } from "@/components/models/edit-model-dialog";
import { LiveTargets } from "@/components/models/live-targets";
import { ModelVersionsTable } from "@/components/models/model-versions-table";
import { RetireModel } from "@/components/models/retire-model";
import { RiskHistory } from "@/components/models/risk-history";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { plural } from "@/lib/format";
import { listAliases } from "@/lib/models/aliases-query";
import { findModelPage } from "@/lib/models/model-page-query";
import { listPossibleOwners } from "@/lib/models/queries";
import { paths } from "@/lib/paths";
import { findNewestSignature, listConsumers } from "@/lib/promotions/consumers-query";

type Props = { params: Promise<{ project: string; model: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).model) };
}

export default async function ModelPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const page = await findModelPage(ctx, decodeURIComponent((await params).model));
  if (!page) notFound();
  const { model, versions, live, tiers, openPromotions } = page;
  const mayName = can(ctx.actor, "model.edit") || can(ctx.actor, "consumer.register");
  const [aliases, owners, consumers, signature] = await Promise.all([
    listAliases(ctx, model.id),
    mayName ? listPossibleOwners(ctx) : [],
    listConsumers(ctx, model.id),
    findNewestSignature(ctx, model.id),
  ]);
  const now = ctx.now();
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Models", href: paths.models(project.name) }, { label: model.name }]}
        title={<bdi>{model.name}</bdi>}
        chips={<RiskTierChip tier={model.riskTier} />}
        meta={
          <>
            <span>Owner {page.ownerName ?? <span className="text-warn">nobody</span>}</span>
            {model.useCase && <bdi>{model.useCase}</bdi>}
          </>
        }
        summary={<bdi className="whitespace-pre-wrap">{model.description}</bdi>}
        actions={
          <>
            {can(ctx.actor, "model.delete") && !model.deletedAt && (
              <RetireModel
                project={project.name}
                model={model}
                versions={versions.length}
                use={{
                  targets: live
                    .filter((target) => target.stable ?? target.candidate)
                    .map(({ target, environment }) => ({ name: target, environment })),
                  promotions: openPromotions.map(({ number }) => number),
                }}
              />
            )}
            {can(ctx.actor, "model.edit") && !model.deletedAt && (
              <EditModelDialog project={project.name} model={model} owners={owners} />
            )}
            {can(ctx.actor, "promotion.request") && !model.deletedAt && versions.length > 0 && (
              <LinkButton variant="primary" href={paths.requestPromotion(project.name, model.name)}>
                Request promotion
              </LinkButton>
            )}
          </>
        }
      />
      {model.deletedAt && (
        <Callout tone="neutral" className="mb-5">
          This model was retired. What was decided about it stays on record under this name; its own can be given anew.
        </Callout>
      )}
      {!page.ownerName && !model.deletedAt && (
        <Callout tone="warn" className="mb-5">
          Nobody owns this model. A data scientist or risk officer names an owner before it can go to production.
        </Callout>
      )}
      <Section title="Live now" meta={live.length > 0 ? plural(live.length, "target") : undefined}>
        <Panel padded>
          {live.length > 0 ? (
            <LiveTargets project={project.name} targets={live} now={now} />
          ) : (
            <p className="text-ink-2">
              No target serves this model yet. An operator creates one under{" "}
              <TextLink href={paths.deployments(project.name)}>Deployments</TextLink>; a promotion then rolls a version
              out to it.
            </p>
          )}
        </Panel>
      </Section>
      <Section title="Versions" meta={`${versions.length} of ${versions.length}, newest first`}>
        <Panel>
          {versions.length > 0 ? (
            <ModelVersionsTable
              project={project.name}
              model={model.name}
              versions={versions}
              live={live}
              openPromotions={openPromotions}
              now={now}
            />
          ) : (
            <EmptyState
              title="No version yet"
              action={<LinkButton href={paths.experiments(project.name)}>Choose a run</LinkButton>}
            >
              Open a finished run and register it as version 1 of {model.name}.
            </EmptyState>
          )}
        </Panel>
      </Section>
      {!model.deletedAt && (
        <AliasesSection
          ctx={ctx}
          project={project.name}
          model={{ id: model.id, name: model.name }}
          aliases={aliases}
          now={now}
        />
      )}
      <FindingsSection
        ctx={ctx}
        project={project.name}
        subject={{ modelId: model.id }}
        ownerUserId={model.ownerUserId}
        meta="on the model and all its versions"
      />
      <Section
        title="Risk"
        meta="every revision of the tier, newest first"
        actions={<TextLink href={paths.modelRisk(project.name, model.name)}>Risk assessment</TextLink>}
      >
        <Panel padded>
          <RiskHistory tiers={tiers} />
        </Panel>
      </Section>
      <ConsumersSection
        ctx={ctx}
        project={project.name}
        model={model}
        consumers={consumers}
        owners={owners}
        signature={signature}
        now={now}
      />
      <Section id="audit" title="Audit" meta="newest first">
        <ObjectAuditTrail ctx={ctx} project={project.name} objectType="model" objectId={model.id} />
      </Section>
    </>
  );
}
