import { LineChart } from "@/components/charts/line-chart";
import { seriesStyle } from "@/components/charts/series-style";
import { Panel } from "@/components/ui/panel";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { type CompareState, compareHref } from "@/lib/experiments/compare-url";
import { formatList } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";

type CurvesPanelProps = { project: string; state: CompareState; comparison: Comparison };

/** Learning curves overlaid, one metric at a time; runs that recorded none are named. */
export function CurvesPanel({ project, state, comparison }: CurvesPanelProps) {
  const { baseline, candidates, curves } = comparison;
  if (!curves) return <p className="text-s text-ink-3">None of these runs recorded a metric over steps.</p>;
  const runs = [baseline, ...candidates];
  const drawn = runs.flatMap((run, style) => {
    const points = curves.points.get(run.id)?.map(({ step, value }) => ({ x: step, y: value }));
    return points ? [{ id: run.id, name: run.name, points, style }] : [];
  });
  const without = runs.filter((run) => !curves.points.has(run.id)).map((run) => run.name);
  const { label, better, digits } = metricMeaning(curves.key);
  return (
    <Panel padded>
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <SegmentedLinks
          label="Curve"
          options={curves.keys.map(({ key, runs: count }) => ({
            href: compareHref(project, state, { curve: key }),
            label: metricMeaning(key).label,
            count,
            current: key === curves.key,
          }))}
        />
        <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-ink-2">
          {drawn.map(({ id, name, style }) => (
            <li key={id} className="inline-flex items-center gap-1.5">
              <svg width="18" height="6" aria-hidden="true">
                <path
                  d="M0 3H18"
                  stroke={seriesStyle(style).colour}
                  strokeDasharray={seriesStyle(style).dash}
                  strokeWidth="2"
                />
              </svg>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      </div>
      <LineChart
        label={`${label} over steps of ${formatList(drawn.map(({ name }) => name))}`}
        curves={drawn}
        xLabel="step"
        better={better === "lower" ? "lower" : "higher"}
        digits={digits}
        height={260}
      />
      {without.length > 0 && <p className="mt-2 text-xs text-ink-3">No such curve on record: {formatList(without)}.</p>}
    </Panel>
  );
}
