import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { AsOfForm, parseAsOf } from "@/components/deployments/as-of-form";
import { PullTargetHelp } from "@/components/deployments/pull-target-help";
import { RolloutsTable } from "@/components/deployments/rollouts-table";
import { ServingLanes } from "@/components/deployments/serving-lanes";
import { TargetButtons } from "@/components/deployments/target-buttons";
import { TargetsTable } from "@/components/deployments/targets-table";
import { PageHeader } from "@/components/layout/page-header";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { requirePage } from "@/lib/auth/page";
import { listRollbackVersions, listRollouts, listServingPeriods } from "@/lib/deployments/history-query";
import { listTargets, servingAt } from "@/lib/deployments/queries";
import { formatDateTime } from "@/lib/format-time";
import { paths } from "@/lib/paths";

type Props = {
  params: Promise<{ project: string; target: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).target) };
}

export default async function TargetPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const name = decodeURIComponent((await params).target);
  const view = (await listTargets(ctx)).find((found) => found.target.name === name);
  if (!view) notFound();
  const { target } = view;
  const asOf = parseAsOf((await searchParams).at);
  const now = ctx.now();
  const [periods, rollouts, back, answer] = await Promise.all([
    listServingPeriods(ctx, new Date(0)),
    listRollouts(ctx, { targetId: target.id }),
    listRollbackVersions(ctx, target.id, target.stableVersionId),
    asOf ? servingAt(ctx, asOf) : [],
  ]);
  const mine = periods.filter((period) => period.target === name);
  const from = mine[0]?.startedAt ?? target.createdAt;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Deployments", href: paths.deployments(project.name) }, { label: name }]}
        title={name}
        meta={
          <span>
            {target.environment}, {target.adapter} target, desired generation {target.desiredGeneration}, observed{" "}
            {target.observedGeneration}
            {target.observedAt ? ` at ${formatDateTime(target.observedAt)}` : ", never heard of"}
          </span>
        }
        actions={<TargetButtons project={project.name} actor={ctx.actor} view={view} back={back} />}
      />
      {target.hold && (
        <Callout tone="warn">
          <strong>Held since {formatDateTime(new Date(target.hold.at))}:</strong> <bdi>{target.hold.reason}</bdi>. No
          promotion is carried out here until an operator releases the hold.
        </Callout>
      )}
      <Section id="now" title="Serves now">
        <Panel>
          <TargetsTable project={project.name} environment={target.environment} targets={[view]} now={now} />
        </Panel>
      </Section>
      {mine.length > 0 && (
        <Section
          id="history"
          title="What served when"
          actions={<AsOfForm action={paths.target(project.name, name)} asOf={asOf} />}
        >
          <ServingLanes
            project={project.name}
            periods={mine}
            from={from}
            to={now}
            asOf={asOf}
            answer={answer.filter((row) => row.target === name)}
          />
        </Section>
      )}
      <Section id="rollouts" title="Rollouts" meta="newest first">
        <Panel>
          <RolloutsTable project={project.name} rollouts={rollouts} />
        </Panel>
      </Section>
      <PullTargetHelp project={project.name} target={name} generation={target.desiredGeneration} />
      <Section id="audit" title="Audit">
        <ObjectAuditTrail ctx={ctx} project={project.name} objectType="target" objectId={target.id} />
      </Section>
    </>
  );
}
