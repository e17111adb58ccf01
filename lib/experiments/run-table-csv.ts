import { axes } from "@/db/enums";
import { type CsvCell, csvLine } from "@/lib/csv";
import { type MetricFigure, metricDelta } from "./compare-metrics";
import { columnLabel, type RunColumn } from "./run-columns-choice";
import type { RunPage } from "./run-table-query";
import type { ShownRun } from "./shown-runs-query";
import { sliceLabel } from "./slice-label";

const absent: MetricFigure = { value: null, raw: null, low: null, high: null, n: null };

function headings({ id, column }: { id: string; column: RunColumn }): string[] {
  if (column.kind === "axes") return [...axes];
  if (column.kind === "metric") return [column.metric];
  if (column.kind === "interval") return [`${column.metric} low`, `${column.metric} high`];
  if (column.kind === "delta") return [`${column.metric} change`];
  if (column.kind === "worst")
    return [`worst slice by ${column.metric}`, `${column.metric} there`, "change there", "n there"];
  return [column.kind === "param" || column.kind === "slice" || column.kind === "axis" ? id : columnLabel(column)];
}

function cells(column: RunColumn, row: ShownRun, page: RunPage): CsvCell[] {
  switch (column.kind) {
    case "axes":
      return axes.map((axis) => row.axes[axis]);
    case "metric": {
      const figure = row.metrics[column.metric];
      return [figure?.value ?? figure?.raw];
    }
    case "interval":
      return [row.metrics[column.metric]?.low, row.metrics[column.metric]?.high];
    case "delta": {
      const base =
        page.baseline && page.baseline.evalDatasetDigest === row.evalDatasetDigest
          ? page.baseline.metrics[column.metric]
          : undefined;
      return [metricDelta(column.metric, base ?? absent, row.metrics[column.metric] ?? absent, null).delta];
    }
    case "worst": {
      const { worst } = row;
      return worst ? [sliceLabel(worst), worst.figure.value, worst.change?.delta, worst.n] : ["", null, null, null];
    }
    case "slice":
      return [row.slices[`${column.dimension}=${column.value}`]?.[column.metric]];
    case "param": {
      const value = row.params[column.name];
      return [typeof value === "object" && value !== null ? JSON.stringify(value) : (value as CsvCell)];
    }
    case "axis":
      return [row.axes[column.axis]];
    case "dataset":
      return [row.axisDetails.dataset?.trainName ?? row.axes.dataset_snapshot];
    case "seed":
      return [row.axisDetails.seed ?? row.axes.seed_policy];
    case "experiment":
      return [row.experimentName];
    case "predictions":
      return [row.hasPredictions];
    case "duration":
      return [row.durationSeconds];
    case "started":
      return [row.startedAt];
    case "status":
    case "algorithm":
    case "owner":
    case "intent":
      return [row[column.kind]];
  }
}

/** The heading line of a run table as CSV: id, name and error, then the chosen columns. */
export const runsCsvHead = (page: RunPage): string =>
  csvLine(["run_id", "run_name", "error", ...page.columns.flatMap(headings)]);

/** The lines of one page. Text that a spreadsheet would run as a formula is defused. */
export const runsCsvLines = (page: RunPage): string =>
  page.rows
    .map((row) =>
      csvLine([
        row.id,
        row.name,
        row.error && `${row.error.type}: ${row.error.message}`,
        ...page.columns.flatMap(({ column }) => cells(column, row, page)),
      ]),
    )
    .join("");
