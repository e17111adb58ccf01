import type { Metadata } from "next";
import { CompareAddress } from "@/components/compare/compare-address";
import { CompareNotices } from "@/components/compare/compare-notices";
import { ComparisonSections } from "@/components/compare/comparison-sections";
import { RunCards } from "@/components/compare/run-cards";
import { RunPicker } from "@/components/compare/run-picker";
import { SaveComparison } from "@/components/compare/save-comparison";
import { SavedComparisonBar } from "@/components/compare/saved-comparison-bar";
import { CsvLink } from "@/components/data-table/csv-link";
import { PageHeader } from "@/components/layout/page-header";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { requirePage } from "@/lib/auth/page";
import { detailRange } from "@/lib/experiments/compare-detail";
import { loadComparePage } from "@/lib/experiments/compare-page-query";
import { summarize } from "@/lib/experiments/compare-summary";
import { compareQuery, parseCompare, type SearchParams } from "@/lib/experiments/compare-url";
import { findComparison } from "@/lib/experiments/comparisons-query";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { plural } from "@/lib/format";
import { describeRegistered } from "@/lib/models/registered-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Compare" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

export default async function ComparePage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const state = parseCompare(await searchParams);
  const [page, saved] = await Promise.all([
    loadComparePage(ctx, state),
    state.saved ? findComparison(ctx, state.saved) : null,
  ]);
  const { runs, comparison } = page;
  const registered = await describeRegistered(
    ctx,
    runs.map((run) => run.id),
  );
  const [baseline] = runs;
  const crumbs = [{ label: "Experiments", href: paths.experiments(project.name) }, { label: "Compare" }];
  const picker = <RunPicker />;
  if (!baseline) {
    return (
      <CompareAddress project={project.name} state={state}>
        <PageHeader crumbs={crumbs} title="Compare runs" />
        <CompareNotices state={state} page={page} />
        <Panel className="mt-3 overflow-visible!">
          <EmptyState
            title="Choose the runs to compare"
            action={
              <div className="flex flex-wrap justify-center gap-2">
                {picker}
                <LinkButton href={paths.experiments(project.name)}>Choose in a table</LinkButton>
                <LinkButton href={paths.comparisons(project.name)}>Saved comparisons</LinkButton>
              </div>
            }
          >
            Up to 100 runs against one baseline: what changed between them, where the better one is worse, and whether
            that is more than noise. In a table of runs, select with x and compare with c.
          </EmptyState>
        </Panel>
      </CompareAddress>
    );
  }
  const summaries =
    comparison?.candidates.map((_, index) =>
      summarize(comparison.metricRows, index, comparison.metric, comparison.deltas[index] ?? []),
    ) ?? [];
  return (
    <CompareAddress project={project.name} state={state}>
      <PageHeader
        crumbs={crumbs}
        title={
          <>
            <bdi>{baseline.name}</bdi>{" "}
            <span className="font-normal text-ink-2">
              {runs.length > 1 ? `against ${plural(runs.length - 1, "candidate")}` : "and nothing else yet"}
            </span>
          </>
        }
        actions={
          <>
            {picker}
            <SaveComparison state={state} actor={ctx.actor} />
            {comparison && <CsvLink href={paths.compareCsv(project.name, compareQuery(state))} />}
          </>
        }
      />
      <SavedComparisonBar project={project.name} state={state} saved={saved} actor={ctx.actor} />
      <CompareNotices state={state} page={page} />
      {comparison && (
        <Callout tone={summaries.some((summary) => summary.losses > 0) ? "warn" : "neutral"} className="my-3">
          {comparison.candidates.slice(0, 5).map((run, index) => (
            <p key={run.id}>
              <bdi className="font-medium">{run.name}</bdi>: {state.slice ? `on ${sliceLabel(state.slice)} ` : ""}
              {summaries[index]?.overall}; {summaries[index]?.slices}.
            </p>
          ))}
          {comparison.candidates.length > 5 && (
            <p className="text-ink-2">{comparison.candidates.length - 5} more below.</p>
          )}
        </Callout>
      )}
      <div className="my-3.5">
        <RunCards
          project={project.name}
          runs={runs}
          shown={[0, ...detailRange(state, runs.length - 1).map((index) => index + 1)]}
          summaries={summaries}
          registered={registered}
        />
      </div>
      {comparison ? (
        <ComparisonSections ctx={ctx} project={project.name} state={state} comparison={comparison} />
      ) : (
        <p className="text-ink-2">Add a second run to compare it with {baseline.name}.</p>
      )}
    </CompareAddress>
  );
}
