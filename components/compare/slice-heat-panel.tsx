import { Panel } from "@/components/ui/panel";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import type { CompareState } from "@/lib/experiments/compare-url";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { metricMeaning } from "@/lib/metric-meaning";
import { SliceHeat } from "./slice-heat";

type SliceHeatPanelProps = { project: string; state: CompareState; comparison: Comparison };

/** Every slice of every candidate at once, of the dimension and metric chosen above. */
export function SliceHeatPanel({ state, comparison }: SliceHeatPanelProps) {
  const { matrix, candidates, metric } = comparison;
  const rows = state.dimension ? matrix.filter((row) => row.dimension === state.dimension) : matrix;
  return (
    <Panel padded>
      <SliceHeat
        metric={metric}
        metricLabel={metricMeaning(metric).label}
        runs={candidates.map((run) => run.name)}
        rows={rows.map((row) => ({
          label: sliceLabel(row),
          cells: row.cells.map((cell) =>
            // Thousands of cells: without the names of their fields they are a third of the bytes.
            cell?.delta == null
              ? null
              : [Number(cell.delta.toPrecision(6)), Math.sign(cell.worsening ?? 0), cell.verdict],
          ),
        }))}
      />
    </Panel>
  );
}
