import type { Metadata } from "next";
import { AsOfForm, parseAsOf } from "@/components/deployments/as-of-form";
import { RolloutsTable } from "@/components/deployments/rollouts-table";
import { ServingLanes } from "@/components/deployments/serving-lanes";
import { TargetsTable } from "@/components/deployments/targets-table";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { requirePage } from "@/lib/auth/page";
import { listRollouts, listServingPeriods } from "@/lib/deployments/history-query";
import { listTargets, servingAt } from "@/lib/deployments/queries";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Deployments" };

const day = 86_400_000;

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function DeploymentsPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const asOf = parseAsOf((await searchParams).at);
  const now = ctx.now();
  const earliest = new Date(
    Math.min(now.getTime() - 60 * day, asOf ? asOf.getTime() - 7 * day : Number.POSITIVE_INFINITY),
  );
  const [targets, periods, rollouts, answer] = await Promise.all([
    listTargets(ctx),
    listServingPeriods(ctx, earliest),
    listRollouts(ctx, { limit: 25 }),
    asOf ? servingAt(ctx, asOf) : [],
  ]);
  const environments = [...new Set(targets.map((view) => view.target.environment))];
  const underWay = targets.filter((view) => view.rollout).length;
  const first = periods[0]?.startedAt;
  const from = new Date(
    Math.max(earliest.getTime(), first ? Math.min(...periods.map((p) => p.startedAt.getTime())) - day : 0),
  );
  return (
    <>
      <PageHeader
        title="Deployments"
        meta={
          <span>
            {plural(targets.length, "target")}, {plural(underWay, "rollout")} under way
          </span>
        }
        actions={<LinkButton href={paths.targets(project.name)}>Targets</LinkButton>}
      />
      {targets.length === 0 && (
        <Panel>
          <EmptyState
            title="Nothing can be deployed yet"
            action={
              <LinkButton href={paths.targets(project.name)} variant="primary">
                Create a target
              </LinkButton>
            }
          >
            A target is a place where one model is served in one environment. Create one, then request a promotion to
            it.
          </EmptyState>
        </Panel>
      )}
      {environments.map((environment) => (
        <Section key={environment} id={environment} title={environment} meta="what serves now">
          <Panel>
            <TargetsTable
              project={project.name}
              environment={environment}
              targets={targets.filter((view) => view.target.environment === environment)}
              now={now}
            />
          </Panel>
        </Section>
      ))}
      {periods.length > 0 && (
        <Section
          id="history"
          title="What served when"
          meta="pale is a trial, blue a growing share, grey all traffic, a red ring a rollback"
          actions={<AsOfForm action={paths.deployments(project.name)} asOf={asOf} />}
        >
          <ServingLanes project={project.name} periods={periods} from={from} to={now} asOf={asOf} answer={answer} />
        </Section>
      )}
      {targets.length > 0 && (
        <Section id="rollouts" title="Rollouts" meta={`the newest ${rollouts.length}`}>
          <Panel>
            <RolloutsTable project={project.name} rollouts={rollouts} />
          </Panel>
        </Section>
      )}
    </>
  );
}
