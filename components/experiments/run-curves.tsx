import { LineChart } from "@/components/charts/line-chart";
import { seriesStyle } from "@/components/charts/series-style";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import type { Curve } from "@/lib/experiments/run-queries";
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

/** Metrics over training steps, training and held-out curves overlaid. */
export function RunCurves({ curves }: { curves: readonly Curve[] }) {
  return chartsOf(curves).map(({ metric, curves: own }) => {
    const { label, better, digits } = metricMeaning(metric);
    const direction = better === "lower" ? "lower" : "higher";
    const drawn = own
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map((curve, style) => ({
        id: curve.key,
        name: metricMeaning(curve.key).label,
        points: curve.points.map(({ step, value }) => ({ x: step, y: value })),
        style,
      }));
    return (
      <Section
        key={metric}
        id={`curve-${metric}`}
        title="Learning curve"
        meta={[`${label} by step`, bestStep(own, direction, digits)].filter(Boolean).join(" · ")}
      >
        <Panel padded>
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
          <LineChart label={`${label} by step`} curves={drawn} xLabel="step" better={direction} digits={digits} />
        </Panel>
      </Section>
    );
  });
}
