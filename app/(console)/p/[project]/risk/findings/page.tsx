import type { Metadata } from "next";
import { FilterBar } from "@/components/data-table/filter-bar";
import { FindingsTable } from "@/components/governance/findings/findings-table";
import { RiskTabs } from "@/components/governance/risk/risk-tabs";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { findingSeverities } from "@/db/enums";
import { requirePage } from "@/lib/auth/page";
import { plural } from "@/lib/format";
import { listFindings } from "@/lib/governance/findings/findings-list-query";
import {
  type FindingFilter,
  findingFilterQuery,
  findingSorts,
  findingViews,
  parseFindingFilter,
} from "@/lib/governance/findings/list-filter";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Findings" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const viewWords = {
  unsettled: "Needs work or accepted",
  overdue: "Overdue",
  blocking: "Blocking",
  all: "All",
} as const;
const sortWords = { due: "by due date", severity: "by severity", newest: "newest first" } as const;

export default async function FindingsPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const filter = parseFindingFilter(await searchParams);
  const { rows, counts } = await listFindings(ctx, filter);
  const href = (change: Partial<FindingFilter>) =>
    paths.findings(project.name, findingFilterQuery({ ...filter, ...change }));
  const active = (["model", "severity", "state"] as const).flatMap((field) =>
    filter[field] ? [{ field, text: filter[field], removeHref: href({ [field]: null }) }] : [],
  );
  return (
    <>
      <PageHeader
        title="Findings"
        crumbs={[{ label: "Risk", href: paths.risk(project.name) }, { label: "Findings" }]}
        meta={
          <span>
            {plural(counts.blocking, "finding")} that {counts.blocking === 1 ? "blocks" : "block"} promotions,{" "}
            {counts.overdue} overdue
          </span>
        }
        summary="What was found wrong or missing on models, who answers for it and until when. Raise one on the page of a model, a version or a promotion."
      />
      <RiskTabs project={project.name} current="findings" />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SegmentedLinks
          label="Findings shown"
          options={findingViews.map((view) => ({
            href: href({ view }),
            label: viewWords[view],
            count: counts[view],
            current: filter.view === view,
          }))}
        />
        <SegmentedLinks
          label="Order"
          options={findingSorts.map((sort) => ({
            href: href({ sort }),
            label: sortWords[sort],
            current: filter.sort === sort,
          }))}
        />
        <SegmentedLinks
          label="Severity"
          options={findingSeverities.map((severity) => ({
            href: href({ severity: filter.severity === severity ? null : severity }),
            label: severity,
            current: filter.severity === severity,
          }))}
        />
      </div>
      <div className="mb-3">
        <FilterBar filters={active} clearHref={paths.findings(project.name)} />
      </div>
      <Panel>
        {rows.length > 0 ? (
          <FindingsTable project={project.name} rows={rows} />
        ) : (
          <EmptyState title={active.length > 0 || filter.view !== "all" ? "No finding fits" : "Nothing was found yet"}>
            A reviewer raises a finding where it shows: on a model, a version, a promotion, one of its gates or slices.
          </EmptyState>
        )}
      </Panel>
    </>
  );
}
