import { IntervalPlot } from "@/components/charts/interval-plot";
import type { Domain } from "@/components/charts/scale";
import { AgeText } from "@/components/ui/time-text";
import type { RunColumn } from "@/lib/experiments/run-columns-choice";
import type { RunTableRow } from "@/lib/experiments/run-table-rows";
import type { ShownRuns } from "@/lib/experiments/shown-runs";
import { formatInterval, shortDigest } from "@/lib/format";
import { formatDuration } from "@/lib/format-time";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { AxesStrip } from "./axes-strip";
import { MetricChange } from "./metric-change";
import { MetricValue } from "./metric-value";
import { ParamValue } from "./param-value";
import { RunStatusBadge } from "./run-status";
import { WorstSlice } from "./worst-slice";

type CellContext = { page: ShownRuns; now: Date; domains: ReadonlyMap<string, Domain> };

const quiet = (text: string | null) =>
  text === null ? (
    <span className="text-ink-3">—</span>
  ) : (
    <bdi className="block max-w-56 truncate" title={text}>
      {text}
    </bdi>
  );

function intervalCell(row: RunTableRow, metric: string, { page, domains }: CellContext) {
  const figure = row.metrics[metric];
  const domain = domains.get(metric);
  if (!domain || figure?.value === null || figure?.value === undefined) return <span className="text-ink-3">—</span>;
  const { digits, label } = metricMeaning(metric);
  const estimate = { value: figure.value, low: figure.low, high: figure.high };
  const isBaseline = row.id === page.baseline?.id;
  const words = `${label} of ${row.name}: ${formatMetric(metric, figure.value)}, 95 % interval ${formatInterval(figure.low, figure.high, digits)}`;
  const rule = page.baseline?.metrics[metric]?.value ?? undefined;
  return (
    <IntervalPlot
      label={words}
      domain={domain}
      candidate={isBaseline ? null : estimate}
      baseline={isBaseline ? estimate : null}
      rule={rule}
      width={110}
      height={22}
    />
  );
}

function axisText(row: RunTableRow, axis: Extract<RunColumn, { kind: "axis" }>["axis"]): string | null {
  if (axis === "dataset_snapshot") return row.axisDetails.dataset?.trainName ?? row.axes[axis];
  const value = row.axes[axis];
  return value === null ? null : axis === "feature_definitions" || axis === "seed_policy" ? value : shortDigest(value);
}

/** What one cell of the run table shows. */
export function runCell(column: RunColumn, row: RunTableRow, context: CellContext) {
  const { baseline } = context.page;
  const isBaseline = baseline?.id === row.id;
  switch (column.kind) {
    case "status":
      return <RunStatusBadge status={row.status} />;
    case "axes":
      return <AxesStrip own={row.axes} baseline={baseline && !isBaseline ? baseline.axes : null} />;
    case "metric":
      return <MetricValue metric={column.metric} figure={row.metrics[column.metric]} />;
    case "delta":
      if (!baseline) return <span className="text-ink-3">no baseline</span>;
      if (isBaseline) return "baseline";
      return (
        <MetricChange
          metric={column.metric}
          baseline={baseline.metrics[column.metric]}
          figure={row.metrics[column.metric]}
          sameEvaluation={baseline.evalDatasetDigest === row.evalDatasetDigest}
        />
      );
    case "interval":
      return intervalCell(row, column.metric, context);
    case "worst":
      if (isBaseline) return <span className="text-ink-3">baseline</span>;
      return <WorstSlice metric={column.metric} worst={context.page.worst.get(row.id)} />;
    case "slice": {
      const value = context.page.slices.get(row.id)?.get(`${column.dimension}=${column.value}`)?.[column.metric];
      return <span className="tabular-nums">{formatMetric(column.metric, value)}</span>;
    }
    case "param":
      return <ParamValue value={row.params[column.name]} />;
    case "axis":
      return quiet(axisText(row, column.axis));
    case "algorithm":
      return quiet(row.algorithm);
    case "owner":
      return quiet(row.owner);
    case "experiment":
      return quiet(row.experimentName);
    case "intent":
      return quiet(row.intent);
    case "dataset":
      return quiet(row.axisDetails.dataset?.trainName ?? row.axes.dataset_snapshot);
    case "seed":
      return quiet(row.axisDetails.seed === undefined ? row.axes.seed_policy : String(row.axisDetails.seed));
    case "predictions":
      return row.hasPredictions ? "yes" : <span className="text-ink-3">no</span>;
    case "duration":
      return row.durationSeconds === null ? "—" : formatDuration(row.durationSeconds * 1000);
    case "started":
      return <AgeText at={row.startedAt} now={context.now} />;
  }
}
