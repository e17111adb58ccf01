import { seriesStyle } from "@/components/charts/series-style";
import { Panel } from "@/components/ui/panel";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { CurvesChart } from "./curves-chart";

type CurvesPanelProps = { comparison: Comparison };

/** Curves overlaid, one metric at a time; a run that recorded none has no points in the table below. */
export function CurvesPanel({ comparison }: CurvesPanelProps) {
  const { baseline, candidates, curves } = comparison;
  if (!curves) return <p className="text-s text-ink-3">None of these runs recorded a metric over steps.</p>;
  const styles = [baseline, ...candidates].map((run, index) => ({ id: run.id, name: run.name, ...seriesStyle(index) }));
  return (
    <Panel padded>
      <CurvesChart styles={styles} metric={curves.key} metrics={curves.keys} />
    </Panel>
  );
}
