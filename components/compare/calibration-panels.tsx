import { CalibrationPlot } from "@/components/charts/calibration-plot";
import { Panel } from "@/components/ui/panel";
import { calibrationFinding, calibrationPoints } from "@/lib/experiments/compare-calibration";
import { sliceCalibration } from "@/lib/experiments/compare-evidence";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import type { CompareRun } from "@/lib/experiments/compare-query";
import { formatMetric } from "@/lib/metric-meaning";
import { SeriesName } from "./series-mark";

/** One calibration plot a candidate, each against the baseline; on the pinned slice when scores allow. */
export function CalibrationPanels({ comparison }: { comparison: Comparison }) {
  const { baseline, candidates, slice } = comparison;
  const base = pointsOf(comparison, baseline);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 md:grid-cols-[repeat(auto-fit,minmax(340px,1fr))]">
      {candidates.map((run) => {
        const points = pointsOf(comparison, run);
        return (
          <Panel key={run.id} padded>
            <div className="mb-1.5 flex items-center justify-between gap-3">
              <SeriesName name={run.name} isBaseline={false} />
              {!slice && (
                <span className="text-xs text-ink-3 tabular-nums">
                  ECE {formatMetric("ece", run.metrics.ece?.value)}, baseline{" "}
                  {formatMetric("ece", baseline.metrics.ece?.value)}
                </span>
              )}
            </div>
            {points.length + base.length > 0 ? (
              <CalibrationPlot
                label={`${run.name}: ${calibrationFinding(points)}. ${baseline.name}: ${calibrationFinding(base)}.`}
                series={[
                  { name: baseline.name, role: "baseline", bins: base },
                  { name: run.name, role: "candidate", bins: points },
                ]}
              />
            ) : (
              <p className="py-6 text-center text-s text-ink-3">
                {slice
                  ? "Calibration on a slice needs row-level predictions of both runs."
                  : "No calibration is on record for either run."}
              </p>
            )}
          </Panel>
        );
      })}
    </div>
  );
}

function pointsOf({ slice, evidence, baseline }: Comparison, run: CompareRun) {
  if (!slice) return calibrationPoints(run.calibration ?? []);
  const scores = run.id === baseline.id ? evidence?.baseline : evidence?.candidates.get(run.id);
  const bins = evidence && scores ? sliceCalibration(evidence, scores, slice) : null;
  return calibrationPoints(bins ?? []);
}
