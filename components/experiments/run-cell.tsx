import { AgeText } from "@/components/ui/time-text";
import type { RunColumn } from "@/lib/experiments/run-columns-choice";
import type { ShownRun } from "@/lib/experiments/shown-runs-query";
import { shortDigest } from "@/lib/format";
import { formatDuration } from "@/lib/format-time";
import { formatMetric } from "@/lib/metric-meaning";
import { AxesStrip } from "./axes-strip";
import { IntervalCell } from "./interval-cell";
import { MetricChange } from "./metric-change";
import { MetricValue } from "./metric-value";
import { ParamValue } from "./param-value";
import { RunStatusBadge } from "./run-status";
import { WorstSlice } from "./worst-slice";

type CellContext = { baseline: ShownRun | null; now: Date };

const quiet = (text: string | null) =>
  text === null ? (
    <span className="text-ink-3">—</span>
  ) : (
    <bdi className="block max-w-56 overflow-clip text-ellipsis" title={text}>
      {text}
    </bdi>
  );

function axisText(row: ShownRun, axis: Extract<RunColumn, { kind: "axis" }>["axis"]): string | null {
  if (axis === "dataset_snapshot") return row.axisDetails.dataset?.trainName ?? row.axes[axis];
  const value = row.axes[axis];
  return value === null ? null : axis === "feature_definitions" || axis === "seed_policy" ? value : shortDigest(value);
}

/** What one cell of the run table shows. */
export function runCell(column: RunColumn, row: ShownRun, { baseline, now }: CellContext) {
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
      return <IntervalCell row={row} metric={column.metric} baseline={baseline} />;
    case "worst":
      if (isBaseline) return <span className="text-ink-3">baseline</span>;
      return <WorstSlice metric={column.metric} worst={row.worst} />;
    case "slice": {
      const value = row.slices[`${column.dimension}=${column.value}`]?.[column.metric];
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
      return <AgeText at={row.startedAt} now={now} />;
  }
}
