import type { CompareState } from "@/lib/experiments/compare-url";
import { dimensionLabel } from "@/lib/experiments/slice-label";
import { metricMeaning } from "@/lib/metric-meaning";
import { SeriesMark } from "./series-mark";
import { ViewSegments } from "./view-link";

type SliceToolsProps = {
  state: CompareState;
  metric: string;
  metrics: readonly string[];
  dimensions: readonly { name: string; count: number }[];
};

/** Which metric the matrix shows, and which dimension of slices. */
export function SliceTools({ state, metric, metrics, dimensions }: SliceToolsProps) {
  const total = dimensions.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="mb-2.5 flex flex-wrap items-center gap-x-4 gap-y-2">
      <ViewSegments
        label="Metric of the slices"
        options={metrics.map((key) => ({
          change: { metric: key },
          label: metricMeaning(key).label,
          current: key === metric,
        }))}
      />
      <ViewSegments
        label="Dimension"
        options={[
          {
            change: { dimension: null },
            label: "All",
            count: total,
            current: state.dimension === null,
          },
          ...dimensions.map(({ name, count }) => ({
            change: { dimension: name },
            label: dimensionLabel(name),
            count,
            current: state.dimension === name,
          })),
        ]}
      />
      <p className="ms-auto flex flex-wrap items-center gap-x-3.5 gap-y-1 text-xs text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <SeriesMark isBaseline /> baseline
        </span>
        <span className="inline-flex items-center gap-1.5">
          <SeriesMark isBaseline={false} /> candidate
        </span>
        <span>thin line: 95 % interval</span>
      </p>
    </div>
  );
}
