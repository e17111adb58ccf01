import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { AnnexReportView } from "@/components/models/card-report";
import { LinkButton } from "@/components/ui/link-button";
import { requirePage } from "@/lib/auth/page";
import { getCardExport } from "@/lib/models/card-export-query";
import { findCardPage } from "@/lib/models/card-page-query";
import { paths } from "@/lib/paths";
import { readAnnexReport } from "@/lib/promotions/annex-report-query";

type Props = { params: Promise<{ project: string; model: string; version: string }> };

export const metadata: Metadata = { title: "Technical documentation" };

export default async function CardReportPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const { model, version } = await params;
  const name = decodeURIComponent(model);
  const page = /^[1-9]\d{0,8}$/.test(version) ? await findCardPage(ctx, name, Number(version)) : null;
  if (!page?.shown) notFound();
  const report = await readAnnexReport(ctx, await getCardExport(ctx, name, Number(version)));
  const href = paths.card(project.name, name, Number(version));
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Models", href: paths.models(project.name) },
          { label: name, href: paths.model(project.name, name) },
          { label: `version ${version}`, href: paths.version(project.name, name, Number(version)) },
          { label: "card", href },
          { label: "report" },
        ]}
        title={<bdi>{report.title}</bdi>}
        summary={report.notice}
        actions={
          <LinkButton href={`${href}/export/annex-iv`} prefetch={false}>
            Download as Markdown
          </LinkButton>
        }
      />
      <AnnexReportView report={report} />
    </>
  );
}
