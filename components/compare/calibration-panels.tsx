import { Panel } from "@/components/ui/panel";
import { calibrationGaps, gapLimit } from "@/lib/experiments/compare-calibration";
import { sliceCalibration } from "@/lib/experiments/compare-evidence";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import type { CompareRun } from "@/lib/experiments/compare-query";
import { formatMetric } from "@/lib/metric-meaning";
import { CalibrationPlot } from "./calibration-plot";
import { SeriesName } from "./series-mark";

/** One calibration plot a candidate, each against the baseline, all on one scale; on the pinned slice when scores allow. */
export function CalibrationPanels({ comparison }: { comparison: Comparison }) {
  const { baseline, candidates } = comparison;
  const base = gapsOf(comparison, baseline);
  const panels = candidates.map((run) => ({ run, gaps: gapsOf(comparison, run) }));
  const limit = gapLimit([base, ...panels.map(({ gaps }) => gaps)]);
  return (
    <div className="grid gap-3 md:grid-cols-[repeat(auto-fit,minmax(320px,1fr))]">
      {panels.map(({ run, gaps }) => (
        <Panel key={run.id} padded>
          <figure className="max-w-140">
            <figcaption className="mb-1.5 flex items-center justify-between gap-3">
              <SeriesName name={run.name} isBaseline={false} />
              <span className="text-xs text-ink-3 tabular-nums">
                {comparison.slice
                  ? ""
                  : `ECE ${formatMetric("ece", run.metrics.ece?.value)}, baseline ${formatMetric("ece", baseline.metrics.ece?.value)}`}
              </span>
            </figcaption>
            {gaps.length > 0 || base.length > 0 ? (
              <CalibrationPlot
                baseline={{ name: baseline.name, gaps: base }}
                candidate={{ name: run.name, gaps }}
                limit={limit}
              />
            ) : (
              <p className="py-6 text-center text-s text-ink-3">
                {comparison.slice
                  ? "Calibration on a slice needs row-level predictions of both runs."
                  : "No calibration is on record for either run."}
              </p>
            )}
          </figure>
        </Panel>
      ))}
    </div>
  );
}

function gapsOf({ slice, evidence, baseline }: Comparison, run: CompareRun) {
  if (!slice) return calibrationGaps(run.calibration ?? []);
  const scores = run.id === baseline.id ? evidence?.baseline : evidence?.candidates.get(run.id);
  const bins = evidence && scores ? sliceCalibration(evidence, scores, slice) : null;
  return calibrationGaps(bins ?? []);
}
