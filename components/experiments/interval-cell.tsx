"use client";

import { IntervalPlot } from "@/components/charts/interval-plot";
import type { ShownRun } from "@/lib/experiments/shown-runs-query";
import { formatInterval } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { useIntervalDomain } from "./interval-domains";

type IntervalCellProps = { row: ShownRun; metric: string; baseline: ShownRun | null };

/** A run's value and interval on the axis that all rows share. */
export function IntervalCell({ row, metric, baseline }: IntervalCellProps) {
  const domain = useIntervalDomain(metric);
  const figure = row.metrics[metric];
  if (!domain || figure?.value === null || figure?.value === undefined) return <span className="text-ink-3">—</span>;
  const { digits, label } = metricMeaning(metric);
  const estimate = { value: figure.value, low: figure.low, high: figure.high };
  const isBaseline = row.id === baseline?.id;
  return (
    <IntervalPlot
      label={`${label} of ${row.name}: ${formatMetric(metric, figure.value)}, 95 % interval ${formatInterval(figure.low, figure.high, digits)}`}
      domain={domain}
      candidate={isBaseline ? null : estimate}
      baseline={isBaseline ? estimate : null}
      rule={baseline?.metrics[metric]?.value ?? undefined}
      width={110}
      height={22}
    />
  );
}
