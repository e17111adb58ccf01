import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { CreateModelDialog } from "@/components/models/create-model-dialog";
import { ModelsTable } from "@/components/models/models-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { plural } from "@/lib/format";
import { firstTiers } from "@/lib/models/first-tier";
import { listModels, listPossibleOwners } from "@/lib/models/queries";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "project.view");
  const [models, owners] = await Promise.all([listModels(ctx), listPossibleOwners(ctx)]);
  const create = can(ctx.actor, "model.create") && (
    <CreateModelDialog
      project={project.name}
      owners={owners}
      tiers={firstTiers(ctx.actor)}
      actorId={ctx.actor.userId}
    />
  );
  return (
    <>
      <PageHeader title="Models" meta={<span>{plural(models.length, "model")}, by name</span>} actions={create} />
      <Panel>
        {models.length > 0 ? (
          <ModelsTable project={project.name} models={models} now={ctx.now()} />
        ) : (
          <EmptyState
            title="No model is registered yet"
            action={<LinkButton href={paths.experiments(project.name)}>Choose a run</LinkButton>}
          >
            A model is a use case with an owner and a risk tier; its versions are runs that you register. Open a
            finished run and choose "Register version": the model can be made in the same step.
          </EmptyState>
        )}
      </Panel>
    </>
  );
}
