import { Panel } from "@/components/ui/panel";
import type { Context } from "@/lib/context";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { paramRows } from "@/lib/experiments/compare-params";
import type { CompareState } from "@/lib/experiments/compare-url";
import { readRunTags } from "@/lib/experiments/run-tags-query";
import { tagGroups } from "@/lib/experiments/tag-groups";
import { compareMetricKeys } from "@/lib/metric-meaning";
import { Plots } from "./plots";

type PlotsPanelProps = { ctx: Context; state: CompareState; comparison: Comparison };

/** Figures, differing parameters and, where they group boxes, differing tags of all runs, as the plots need them. */
export async function PlotsPanel({ ctx, state, comparison }: PlotsPanelProps) {
  const runs = [comparison.baseline, ...comparison.candidates];
  const params = paramRows(runs).filter((row) => row.differs);
  const metrics = [
    ...new Set(runs.flatMap((run) => Object.keys(run.metrics).filter((key) => run.metrics[key]?.value !== null))),
  ].sort(compareMetricKeys);
  if (metrics.length === 0) return <p className="text-s text-ink-3">None of these runs recorded a metric.</p>;
  const tagsOf =
    state.plot === "box"
      ? await readRunTags(
          ctx,
          runs.map((run) => run.id),
        )
      : null;
  return (
    <Panel padded>
      <Plots
        metrics={metrics}
        params={params.map((row) => row.key)}
        tags={tagGroups(runs.map((run) => tagsOf?.get(run.id) ?? {}))}
        runs={runs.map((run, index) => ({
          id: run.id,
          name: run.name,
          metrics: metrics.map((key) => run.metrics[key]?.value ?? null),
          params: params.map((row) => row.values[index] ?? null),
          recipe: JSON.stringify([
            run.axes.code_commit,
            run.axes.dataset_snapshot,
            run.axes.feature_definitions,
            run.axes.hyperparameters,
          ]),
        }))}
      />
    </Panel>
  );
}
