import type { MetricFigure } from "@/lib/experiments/compare-metrics";
import { formatMetric } from "@/lib/metric-meaning";

/** A metric's value; one that was sent as NaN, Infinity or null says so instead. */
export function MetricValue({ metric, figure }: { metric: string; figure: MetricFigure | undefined }) {
  if (!figure) return <span className="text-ink-3">—</span>;
  if (figure.value === null) {
    return (
      <span className="text-ink-3" title="The producer sent no number">
        {figure.raw ?? "not recorded"}
      </span>
    );
  }
  return <span className="tabular-nums">{formatMetric(metric, figure.value)}</span>;
}
