import { Table, Td, Th } from "@/components/ui/table";
import type { RunMetricRow } from "@/db/schema/metrics";
import { formatCount, formatInterval } from "@/lib/format";
import { compareMetricKeys, formatMetric, metricMeaning } from "@/lib/metric-meaning";

/** Recorded metrics of a version with interval and n. */
export function VersionMetrics({ metrics }: { metrics: readonly RunMetricRow[] }) {
  if (metrics.length === 0)
    return (
      <p className="px-3.5 py-3 text-ink-2">The run recorded no metrics; gates on metrics will be inconclusive.</p>
    );
  return (
    <Table caption="Metrics" density="dense">
      <thead>
        <tr>
          <Th>Metric</Th>
          <Th align="end">Value</Th>
          <Th>95 % interval</Th>
          <Th align="end">n</Th>
        </tr>
      </thead>
      <tbody>
        {[...metrics]
          .sort((a, b) => compareMetricKeys(a.key, b.key))
          .map((metric) => {
            const { label, digits } = metricMeaning(metric.key);
            return (
              <tr key={metric.key}>
                <Td title={metric.key}>
                  <bdi>{label}</bdi>
                </Td>
                <Td align="end">
                  {metric.value === null ? (
                    <span className="text-warn">{metric.raw ?? "not recorded"}</span>
                  ) : (
                    formatMetric(metric.key, metric.value)
                  )}
                </Td>
                <Td className="tabular-nums text-ink-2">{formatInterval(metric.ciLow, metric.ciHigh, digits)}</Td>
                <Td align="end">{metric.n === null ? "not recorded" : formatCount(metric.n)}</Td>
              </tr>
            );
          })}
      </tbody>
    </Table>
  );
}
