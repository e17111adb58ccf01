import { Delta } from "@/components/ui/delta";
import { type MetricFigure, metricDelta } from "@/lib/experiments/compare-metrics";
import { metricMeaning } from "@/lib/metric-meaning";

const absent: MetricFigure = { value: null, raw: null, low: null, high: null, n: null };

type MetricChangeProps = {
  metric: string;
  baseline: MetricFigure | undefined;
  figure: MetricFigure | undefined;
  sameEvaluation: boolean;
  terse?: boolean;
};

/** A metric's change against the baseline; runs evaluated on other data are not compared. */
export function MetricChange({ metric, baseline, figure, sameEvaluation, terse = true }: MetricChangeProps) {
  if (!sameEvaluation && figure) {
    return (
      <span className="text-ink-3" title="Evaluated on another dataset than the baseline: not comparable">
        other data
      </span>
    );
  }
  const change = metricDelta(metric, baseline ?? absent, figure ?? absent, null);
  if (change.delta === null) return <span className="text-ink-3">—</span>;
  const { better, digits, unit } = metricMeaning(metric);
  return (
    <Delta value={change.delta} better={better} clear={change.isClear} terse={terse} digits={digits} unit={unit} />
  );
}
