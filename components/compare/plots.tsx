"use client";

import dynamic from "next/dynamic";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { type CompareState, type PlotKind, plotKinds } from "@/lib/experiments/compare-url";
import type { TagGroups } from "@/lib/experiments/tag-groups";
import { metricMeaning } from "@/lib/metric-meaning";
import { useCompareAddress } from "./compare-address";

export type PlotRun = {
  id: string;
  name: string;
  metrics: readonly (number | null)[];
  params: readonly (string | null)[];
  /** The same for runs that differ in their seed at most. */
  recipe: string;
};
export type PlotsProps = {
  metrics: readonly string[];
  params: readonly string[];
  /** Tags that can group boxes. */
  tags: readonly TagGroups[];
  runs: readonly PlotRun[];
};
export type PlotView = Pick<CompareState, "plot" | "plotX" | "plotY" | "groupBy" | "axes" | "brushes">;

const loading = () => <Skeleton className="h-80 w-full" />;
const Scatter = dynamic(() => import("./plot-scatter").then((module) => module.PlotScatter), { ssr: false, loading });
const Parallel = dynamic(() => import("./plot-parallel").then((module) => module.PlotParallel), {
  ssr: false,
  loading,
});
const Boxes = dynamic(() => import("./plot-boxes").then((module) => module.PlotBoxes), { ssr: false, loading });

const names: Record<PlotKind, string> = {
  scatter: "Scatter with Pareto front",
  parallel: "Parallel coordinates",
  box: "Boxes by parameter or tag",
  seeds: "Spread over seeds",
};

/** One plot at a time over all runs, with its choices; both stay in the address. */
export function Plots({ metrics, params, tags, runs }: PlotsProps) {
  const { state: view, change } = useCompareAddress();
  const chosen = (key: string | null, place: number) =>
    key && metrics.includes(key) ? key : (metrics[place] ?? metrics[0] ?? "");
  const [x, y] = [chosen(view.plotX, 1), chosen(view.plotY, 0)];
  const groupings = [
    ...params.map((key, at) => ({ id: key, label: key, values: runs.map((run) => run.params[at] ?? null) })),
    ...tags.map(({ key, values }) => ({ id: `tag:${key}`, label: `tag ${key}`, values })),
  ];
  const by = groupings.find(({ id }) => id === view.groupBy) ?? groupings[0] ?? null;
  const options = metrics.map((key) => ({ value: key, label: metricMeaning(key).label }));
  const valuesOf = (key: string) => runs.map((run) => run.metrics[metrics.indexOf(key)] ?? null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3 text-s" data-print="hide">
        <Select
          aria-label="Plot"
          className="w-56! max-w-full"
          value={view.plot}
          options={plotKinds.map((kind) => ({ value: kind, label: names[kind] }))}
          onChange={(event) => change({ plot: plotKinds.find((kind) => kind === event.target.value) })}
        />
        {view.plot !== "parallel" && (
          <Select
            aria-label={view.plot === "scatter" ? "Upward" : "Metric of the plot"}
            className="w-52! max-w-full"
            value={y}
            options={options}
            onChange={(event) => change({ plotY: event.target.value })}
          />
        )}
        {view.plot === "scatter" && (
          <>
            <span className="text-ink-2">against</span>
            <Select
              aria-label="Across"
              className="w-52! max-w-full"
              value={x}
              options={options}
              onChange={(event) => change({ plotX: event.target.value })}
            />
          </>
        )}
        {view.plot === "box" && by && (
          <>
            <span className="text-ink-2">by</span>
            <Select
              aria-label="Grouped by"
              className="w-52! max-w-full"
              value={by.id}
              options={groupings.map(({ id, label }) => ({ value: id, label }))}
              onChange={(event) => change({ groupBy: event.target.value })}
            />
          </>
        )}
      </div>
      {view.plot === "scatter" && <Scatter {...{ runs, x, y }} xs={valuesOf(x)} ys={valuesOf(y)} />}
      {view.plot === "parallel" && <Parallel {...{ runs, metrics, params, view }} onChange={change} />}
      {view.plot === "box" &&
        (by ? (
          <Boxes {...{ runs, metric: y, title: by.label }} values={valuesOf(y)} groups={by.values} />
        ) : (
          <p className="text-s text-ink-2">All parameters and tags are equal, so there are no groups to draw.</p>
        ))}
      {view.plot === "seeds" && (
        <Boxes
          {...{ runs, metric: y, title: "recipe" }}
          values={valuesOf(y)}
          groups={runs.map((run) => runs.find((other) => other.recipe === run.recipe)?.name ?? run.name)}
        />
      )}
    </div>
  );
}
