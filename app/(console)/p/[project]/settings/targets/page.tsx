import type { Metadata } from "next";
import { CreateTargetForm } from "@/components/deployments/create-target-form";
import { TargetsTable } from "@/components/deployments/targets-table";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { NoPermission } from "@/components/ui/no-permission";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { requirePage } from "@/lib/auth/page";
import { can, permissionRow } from "@/lib/auth/permissions";
import { listTargets } from "@/lib/deployments/queries";
import { listEnvironments } from "@/lib/governance/queries";
import { listModels } from "@/lib/models/queries";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Targets" };

export default async function TargetsPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "project.view");
  const [targets, models, environments] = await Promise.all([listTargets(ctx), listModels(ctx), listEnvironments(ctx)]);
  const may = can(ctx.actor, "target.create");
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Settings", href: paths.settings(project.name) }, { label: "Targets" }]}
        title="Targets"
        summary="A target is a place where one model is served in one environment. Its serving system reads what it should serve and reports what it serves."
      />
      <Section id="targets" title="All targets">
        <Panel>
          {targets.length > 0 ? (
            <TargetsTable project={project.name} environment="any environment" targets={targets} now={ctx.now()} />
          ) : (
            <EmptyState title="No target yet">Create the first one below; a promotion needs one to go to.</EmptyState>
          )}
        </Panel>
      </Section>
      <Section id="create" title="Create a target">
        {may ? (
          <CreateTargetForm
            project={project.name}
            models={models.map((model) => model.name)}
            environments={environments.map((environment) => environment.name)}
          />
        ) : (
          <NoPermission
            action="create a target"
            own={ctx.actor.roles.map((role) => role.replaceAll("_", " "))}
            holders={permissionRow("target.create").roles.map((role) => role.replaceAll("_", " "))}
          />
        )}
      </Section>
    </>
  );
}
