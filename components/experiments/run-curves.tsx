import { LineChart } from "@/components/charts/line-chart";
import { seriesStyle } from "@/components/charts/series-style";
import { hrefWith } from "@/components/data-table/href";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { SearchParams } from "@/lib/experiments/compare-url";
import { curveAxis } from "@/lib/experiments/curves/curve-axis";
import type { Curve } from "@/lib/experiments/curves/run-curves-query";
import { formatNumber } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";

const baseOf = (key: string) => key.replace(/^(train|valid|val|test)_/, "");

/** Curves of the same metric on several splits share one chart. */
function chartsOf(curves: readonly Curve[]): { metric: string; curves: Curve[] }[] {
  const groups = new Map<string, Curve[]>();
  for (const curve of curves) groups.set(baseOf(curve.key), [...(groups.get(baseOf(curve.key)) ?? []), curve]);
  return [...groups].map(([metric, own]) => ({ metric, curves: own }));
}

/** The held-out curve's best step: what early stopping would have taken. */
function bestStep(curves: readonly Curve[], better: "higher" | "lower", digits: number): string | null {
  const held = curves.find(({ key }) => /^(valid|val|test)_/.test(key));
  const points = held?.points.flatMap(({ step, value }) => (value === null ? [] : [{ step, value }])) ?? [];
  const last = points.at(-1);
  if (!last || points.length < 3) return null;
  const best = points.reduce((kept, point) =>
    (better === "lower" ? point.value < kept.value : point.value > kept.value) ? point : kept,
  );
  if (best.step === last.step) return `still improving at the last step, ${formatNumber(last.value, { digits })}`;
  return `best ${formatNumber(best.value, { digits })} at step ${best.step}, ends at ${formatNumber(last.value, { digits })}`;
}

type RunCurvesProps = {
  curves: readonly Curve[];
  /** The page's address and its state, which say what the x axis is. */
  path: string;
  search: SearchParams;
};

/** Metrics over training steps or time, training and held-out curves overlaid. */
export function RunCurves({ curves, path, search }: RunCurvesProps) {
  const asked = search.x === "time" ? "time" : "step";
  return chartsOf(curves).map(({ metric, curves: own }) => {
    const axis = curveAxis(own, asked);
    const { label, better, digits } = metricMeaning(metric);
    const direction = better === "lower" ? "lower" : "higher";
    const drawn = own
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map((curve, style) => ({
        id: curve.key,
        name: metricMeaning(curve.key).label,
        points: curve.points.map((point) => ({ x: axis.x(point), y: point.value })),
        style,
      }));
    return (
      <Section
        key={metric}
        id={`curve-${metric}`}
        title="Learning curve"
        meta={[`${label} by ${axis.kind}`, axis.kind === "step" && bestStep(own, direction, digits)]
          .filter(Boolean)
          .join(" · ")}
      >
        <Panel padded>
          {axis.hasOther && (
            <div className="mb-2">
              <SegmentedLinks
                label={`Horizontal axis of ${label}`}
                options={(["step", "time"] as const).map((kind) => ({
                  label: kind === "step" ? "By step" : "By time",
                  href: hrefWith(path, search, { x: kind === "step" ? null : kind }),
                  current: axis.kind === kind,
                }))}
              />
            </div>
          )}
          <ul className="mb-2 flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-ink-2">
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
          <LineChart
            label={`${label} by ${axis.kind}`}
            curves={drawn}
            xLabel={axis.label}
            better={direction}
            digits={digits}
          />
        </Panel>
      </Section>
    );
  });
}
