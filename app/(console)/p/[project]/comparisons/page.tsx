import type { Metadata } from "next";
import { ComparisonsTable } from "@/components/compare/comparisons-table";
import { FilterSearch } from "@/components/data-table/filter-search";
import { hrefWith } from "@/components/data-table/href";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { requirePage } from "@/lib/auth/page";
import { listComparisons, readPlace } from "@/lib/experiments/comparisons-query";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Saved comparisons" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

export default async function ComparisonsPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const search = await searchParams;
  const q = text(search.q).trim();
  const asked = text(search.after);
  const after = readPlace(asked) ? asked : null;
  const { rows, next } = await listComparisons(ctx, { q, after });
  const path = paths.comparisons(project.name);
  const isEmpty = rows.length === 0 && q === "" && after === null;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", href: paths.experiments(project.name) }, { label: "Saved comparisons" }]}
        title="Saved comparisons"
        summary="Views of runs beside each other that somebody gave a name. Each can be attached to a promotion as evidence."
        actions={<LinkButton href={paths.compare(project.name)}>Compare runs</LinkButton>}
      />
      {!isEmpty && (
        <div className="mb-3 flex max-w-xl">
          <FilterSearch
            action={path}
            name="q"
            label="Search comparisons"
            placeholder="Search comparisons by name"
            defaultValue={q}
          />
        </div>
      )}
      <Panel>
        {rows.length > 0 ? (
          <ComparisonsTable project={project.name} rows={rows} now={ctx.now()} />
        ) : (
          <EmptyState
            title={isEmpty ? "No comparison is saved yet" : "No comparison has that name"}
            action={<LinkButton href={paths.compare(project.name)}>Compare runs</LinkButton>}
          >
            Put runs beside each other, then save the comparison: it keeps the runs, the baseline, the metric and every
            chart as they stand.
          </EmptyState>
        )}
      </Panel>
      {rows.length > 0 && (
        <div className="mt-2.5 flex flex-wrap items-center gap-3 text-s text-ink-2">
          <span className="tabular-nums">
            {plural(rows.length, "comparison")}
            {next || after ? " on this page" : ""}, changed last first
          </span>
          {after && (
            <LinkButton size="s" href={hrefWith(path, { q }, {})}>
              First
            </LinkButton>
          )}
          {next && (
            <LinkButton size="s" href={hrefWith(path, { q }, { after: next })}>
              Next
            </LinkButton>
          )}
        </div>
      )}
    </>
  );
}
