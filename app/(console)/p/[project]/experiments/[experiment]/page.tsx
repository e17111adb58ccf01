import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { hrefWith } from "@/components/data-table/href";
import { RunTable } from "@/components/experiments/run-table";
import { ViewTabs } from "@/components/experiments/view-tabs";
import { PageHeader } from "@/components/layout/page-header";
import { LinkButton } from "@/components/ui/link-button";
import { requirePage } from "@/lib/auth/page";
import { findExperiment } from "@/lib/experiments/experiment-queries";
import { loadRunTable } from "@/lib/experiments/load-run-table";
import { countLimit } from "@/lib/experiments/run-counts";
import type { SearchParams } from "@/lib/experiments/run-view";
import { formatCount, plural } from "@/lib/format";
import { listLiveRuns } from "@/lib/models/live-runs-query";
import { paths } from "@/lib/paths";

type Params = Promise<{ project: string; experiment: string }>;
type Props = { params: Params; searchParams: Promise<SearchParams> };

const load = cache(async (params: Params) => {
  const access = await requirePage(params, "project.view");
  const experiment = await findExperiment(access.ctx, decodeURIComponent((await params).experiment));
  return { ...access, experiment };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { experiment } = await load(params);
  return { title: experiment?.name ?? "Experiment" };
}

const views = [
  { label: "All runs", q: null },
  { label: "Finished", q: "status = FINISHED" },
  { label: "Failed and killed", q: "status = FAILED, KILLED" },
  { label: "With predictions", q: "predictions = yes" },
];

export default async function ExperimentPage({ params, searchParams }: Props) {
  const { ctx, project, experiment } = await load(params);
  if (!experiment) notFound();
  const search = await searchParams;
  const live = (await listLiveRuns(ctx)).find((run) => run.family !== null && run.family === experiment.family) ?? null;
  const path = paths.experiment(project.name, experiment.id);
  const loaded = await loadRunTable(ctx, search, experiment.id, { path, base: {}, liveRunId: live?.runId ?? null });
  const { page, view, params: kept } = loaded.table;
  const { baseline } = page;
  const header = (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", href: paths.experiments(project.name) }, { label: experiment.name }]}
        title={<bdi>{experiment.name}</bdi>}
        meta={
          <>
            {experiment.useCase && <bdi>{experiment.useCase}</bdi>}
            <span>{page.total.isMore ? `more than ${formatCount(countLimit)} runs` : plural(page.total.n, "run")}</span>
            {baseline && (
              <span>
                Baseline <bdi className="font-medium text-ink">{baseline.name}</bdi>
                {baseline.id === live?.runId && `, ${live.model} version ${live.version}, live in ${live.environment}`}
              </span>
            )}
            {!baseline && <span>No baseline: pin a run to see changes against it</span>}
          </>
        }
        actions={<LinkButton href={paths.compare(project.name, baseline ? [baseline.id] : [])}>Compare</LinkButton>}
      />
      <ViewTabs
        {...loaded.tabs}
        project={project.name}
        fixed={views.map(({ label, q }) => ({
          label,
          href: hrefWith(path, kept, { q, saved: loaded.hasDefault ? "none" : null }),
          current: (q ?? "") === view.filterText,
        }))}
      />
    </>
  );
  return <RunTable {...loaded.table} header={header} project={project.name} path={path} />;
}
