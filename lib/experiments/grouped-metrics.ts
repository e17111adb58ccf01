import type { RunPage } from "./run-table-query";

const most = 10;

/** Metrics that groups are summed up by: those of the columns shown, else the one that the table is about. */
export function groupedMetrics({ columns, primary }: Pick<RunPage, "columns" | "primary">): string[] {
  const shown = columns.flatMap(({ column }) => (column.kind === "metric" ? [column.metric] : []));
  const metrics = [...new Set(shown)].slice(0, most);
  return metrics.length > 0 ? metrics : primary ? [primary] : [];
}
