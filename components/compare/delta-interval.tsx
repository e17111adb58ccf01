import { IntervalPlot } from "@/components/charts/interval-plot";
import type { MetricDelta, MetricRow } from "@/lib/experiments/compare-metrics";
import { formatInterval, formatSigned } from "@/lib/format";

type DeltaIntervalProps = { row: MetricRow; change: MetricDelta };

/** A change with its interval around zero, on one scale for the row; right is better, or higher where no direction is. */
export function DeltaInterval({ row, change }: DeltaIntervalProps) {
  const { delta, low, high, isClear } = change;
  const limit = reachOf(row.candidates) * 1.05;
  if (delta === null || low === null || high === null || limit === 0) return null;
  const candidate = row.better === "lower" ? { value: -delta, low: -high, high: -low } : { value: delta, low, high };
  const words = `Change ${formatSigned(delta, { digits: row.digits })}, 95 % interval ${formatInterval(low, high, row.digits)}`;
  return (
    <IntervalPlot
      label={words}
      domain={[-limit, limit]}
      candidate={candidate}
      rule={0}
      muted={!isClear}
      width={120}
      height={18}
    />
  );
}

/** The furthest any interval of a row reaches from zero. */
const reachOf = (changes: readonly MetricDelta[]): number =>
  Math.max(0, ...changes.flatMap(({ delta, low, high }) => [delta, low, high].map((value) => Math.abs(value ?? 0))));
