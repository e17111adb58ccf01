import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { RequestForm } from "@/components/promotions/request-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { requirePage } from "@/lib/auth/page";
import { paths } from "@/lib/paths";
import { initialChoice } from "@/lib/promotions/initial-choice";
import { readRequestOptions } from "@/lib/promotions/request-options-query";

export const metadata: Metadata = { title: "Request promotion" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

export default async function RequestPromotionPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "promotion.request");
  const search = await searchParams;
  const options = await readRequestOptions(ctx);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Promotions", href: paths.promotions(project.name) }, { label: "Request" }]}
        title="Request promotion"
        summary="Say which version goes where and why. The reason and both plans become part of what approvers sign; changing them later means asking again."
      />
      {options.models.length > 0 ? (
        <div className="max-w-5xl">
          <RequestForm
            project={project.name}
            options={options}
            initial={initialChoice(options, first(search.model), Number(first(search.version)))}
            actorId={ctx.actor.userId}
          />
        </div>
      ) : (
        <Panel>
          <EmptyState
            title="No model is registered yet"
            action={<LinkButton href={paths.experiments(project.name)}>Choose a run</LinkButton>}
          >
            Open a finished run and register it as a model version; it can then be promoted.
          </EmptyState>
        </Panel>
      )}
    </>
  );
}
