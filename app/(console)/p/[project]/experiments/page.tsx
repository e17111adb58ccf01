import type { Metadata } from "next";
import { FilterSearch } from "@/components/data-table/filter-search";
import { hrefWith } from "@/components/data-table/href";
import { ExperimentsTable } from "@/components/experiments/experiments-table";
import { ImportHelp } from "@/components/experiments/import-help";
import { RunTable } from "@/components/experiments/run-table";
import { ViewTabs } from "@/components/experiments/view-tabs";
import { PageHeader } from "@/components/layout/page-header";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { TabLinks } from "@/components/ui/tab-links";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { requestOrigin } from "@/lib/auth/request";
import { listExperiments } from "@/lib/experiments/experiment-queries";
import { loadRunTable } from "@/lib/experiments/load-run-table";
import type { SearchParams } from "@/lib/experiments/run-view";
import { formatCount, plural } from "@/lib/format";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Experiments" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const tabs = (path: string, isRuns: boolean) => [
  { href: path, label: "Experiments", current: !isRuns },
  { href: `${path}?view=runs`, label: "All runs", current: isRuns },
];

export default async function ExperimentsPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const search = await searchParams;
  const path = paths.experiments(project.name);
  const isRuns = search.view === "runs";
  const comparisons = <LinkButton href={paths.comparisons(project.name)}>Saved comparisons</LinkButton>;
  if (isRuns) {
    const loaded = await loadRunTable(ctx, search, null, { path, base: { view: "runs" } });
    const header = (
      <>
        <PageHeader title="Experiments" actions={comparisons} />
        <ViewTabs
          {...loaded.tabs}
          project={project.name}
          fixed={tabs(path, true).map((tab) => ({
            ...tab,
            href: tab.current
              ? hrefWith(path, { view: "runs" }, { saved: loaded.hasDefault ? "none" : null })
              : tab.href,
          }))}
        />
      </>
    );
    return <RunTable {...loaded.table} header={header} project={project.name} path={path} />;
  }
  const words = typeof search.q === "string" ? search.q.trim() : "";
  const { experiments, total } = await listExperiments(ctx, words);
  const origin = await requestOrigin();
  const isEmpty = total === 0 && words === "";
  const count =
    total > experiments.length
      ? `${formatCount(experiments.length)} of ${plural(total, "experiment")}: search to narrow them down`
      : plural(total, "experiment");
  return (
    <>
      <PageHeader
        title="Experiments"
        actions={comparisons}
        meta={
          <span>
            {isEmpty ? "Runs are grouped by the experiment their record names" : `${count}, last active first`}
          </span>
        }
      />
      <div className="mb-3">
        <TabLinks label="Experiments" tabs={tabs(path, false)} />
      </div>
      {!isEmpty && (
        <div className="mb-3 flex max-w-xl">
          <FilterSearch
            action={path}
            name="q"
            label="Search experiments"
            placeholder="Search experiments by name or use case"
            defaultValue={words}
          />
        </div>
      )}
      <Panel>
        {isEmpty ? (
          <ImportHelp project={project.name} origin={origin} canCreateToken={can(ctx.actor, "token.create")} />
        ) : (
          <ExperimentsTable project={project.name} experiments={experiments} now={ctx.now()} />
        )}
      </Panel>
    </>
  );
}
