import type { Metadata } from "next";
import { PortfolioTable } from "@/components/governance/risk/portfolio-table";
import { RiskTabs } from "@/components/governance/risk/risk-tabs";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { requirePage } from "@/lib/auth/page";
import { plural } from "@/lib/format";
import { listRiskPortfolio } from "@/lib/governance/risk/portfolio-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Risk" };

export default async function RiskPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "project.view");
  const rows = await listRiskPortfolio(ctx);
  const unassessed = rows.filter((row) => row.signed === null).length;
  const overdue = rows.filter((row) => row.isReviewOverdue).length;
  return (
    <>
      <PageHeader
        title="Risk"
        meta={
          <>
            <span>{plural(rows.length, "model")}</span>
            {rows.length > 0 && (
              <span>{unassessed === 0 ? "all assessed and signed off" : `${unassessed} not signed off`}</span>
            )}
            {overdue > 0 && <span className="text-fail">{plural(overdue, "review")} overdue</span>}
          </>
        }
        summary="A model's tier follows from its exposure and its purpose in a signed-off assessment; policies bind by the tier."
      />
      <RiskTabs project={project.name} current="portfolio" />
      {rows.length === 0 && (
        <Panel>
          <EmptyState
            title="No model to assess yet"
            action={<LinkButton href={paths.experiments(project.name)}>Choose a run</LinkButton>}
          >
            Register a run as the first version of a model; its risk is assessed from there.
          </EmptyState>
        </Panel>
      )}
      {rows.length > 0 && (
        <Panel>
          <PortfolioTable project={project.name} rows={rows} />
        </Panel>
      )}
    </>
  );
}
