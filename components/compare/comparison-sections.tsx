import { Suspense } from "react";
import { SectionAnchors } from "@/components/layout/section-anchors";
import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import type { Context } from "@/lib/context";
import { detailOf, detailRange } from "@/lib/experiments/compare-detail";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { paramRows } from "@/lib/experiments/compare-params";
import type { CompareState } from "@/lib/experiments/compare-url";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { formatCount, plural } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { AxisTable } from "./axis-table";
import { CalibrationPanels } from "./calibration-panels";
import { ConfigDiff } from "./config-diff";
import { CurvesPanel } from "./curves-panel";
import { DetailPager } from "./detail-pager";
import { InputDiffs } from "./input-diffs";
import { MetricTable } from "./metric-table";
import { ParamsTable } from "./params-table";
import { PlotsPanel } from "./plots-panel";
import { SliceHeatPanel } from "./slice-heat-panel";
import { SliceMatrix } from "./slice-matrix";
import { SliceTools } from "./slice-tools";
import { TestNotes } from "./test-notes";
import { TracePanel } from "./trace-panel";
import { ViewSegments } from "./view-link";

type ComparisonProps = { project: string; state: CompareState; comparison: Comparison };
type AllProps = ComparisonProps & { ctx: Context };

const anchors = [
  { id: "changed", label: "What changed" },
  { id: "slices", label: "Slices" },
  { id: "heat", label: "Heat map" },
  { id: "plots", label: "Plots" },
  { id: "metrics", label: "Metrics" },
  { id: "params", label: "Parameters" },
  { id: "config", label: "Configuration" },
  { id: "curves", label: "Curves" },
  { id: "calibration", label: "Calibration" },
];

/**
 * The body of a comparison, in the order of a review: what changed, who pays, how much, with which settings. Each section comes alive by
 * itself, the one that is used first.
 */
export function ComparisonSections(all: AllProps) {
  const indexes = detailRange(all.state, all.comparison.candidates.length);
  const props = { ...all, comparison: detailOf(all.comparison, indexes) };
  return (
    <>
      <SectionAnchors anchors={anchors} />
      <div className="mt-5">
        {indexes.length < all.comparison.candidates.length && <DetailPager {...all} />}
        <Suspense fallback={null}>
          <ChangedSection {...props} />
        </Suspense>
        <Suspense fallback={null}>
          <SlicesSection {...props} />
        </Suspense>
        <Suspense fallback={null}>
          <HeatSection {...all} />
        </Suspense>
        <Suspense fallback={null}>
          <Section id="plots" title="Plots" meta="every run of this comparison, by its latest figures">
            <PlotsPanel ctx={all.ctx} state={all.state} comparison={all.comparison} />
          </Section>
        </Suspense>
        <Suspense fallback={null}>
          <MetricsSection {...props} />
        </Suspense>
        <Suspense fallback={null}>
          <ParamsSection {...props} />
        </Suspense>
        <Suspense fallback={null}>
          <ConfigDiff {...all} />
        </Suspense>
        <Suspense fallback={null}>
          <Section id="curves" title="Curves" meta="behind each line its span from lowest to highest; baseline in grey">
            <CurvesPanel comparison={all.comparison} />
          </Section>
        </Suspense>
        <Section
          id="calibration"
          title="Calibration"
          meta={`observed share minus mean score per bin, Wilson 95 %; above zero too careful, below too sure${props.state.slice ? `; on ${sliceLabel(props.state.slice)}` : ""}`}
        >
          <CalibrationPanels comparison={props.comparison} />
        </Section>
      </div>
    </>
  );
}

function HeatSection({ project, state, comparison }: ComparisonProps) {
  if (comparison.matrix.length === 0 || comparison.candidates.length < 2) return null;
  return (
    <Section
      id="heat"
      title="Slice heat map"
      meta={`change of ${metricMeaning(comparison.metric).label} of every candidate; a triangle marks a clear change`}
    >
      <SliceHeatPanel project={project} state={state} comparison={comparison} />
    </Section>
  );
}

function ChangedSection({ project, comparison }: ComparisonProps) {
  const { baseline, candidates, diffs, traces, metric } = comparison;
  const confounded = diffs.filter((diff) => diff.confounded).length;
  return (
    <Section
      id="changed"
      title="What changed"
      meta="six axes against the baseline, moved first"
      actions={
        confounded > 0 && (
          <Chip tone="warn">
            {confounded === candidates.length ? "Confounded" : `Confounded in ${confounded} of ${candidates.length}`}
          </Chip>
        )
      }
    >
      <AxisTable baseline={baseline} candidates={candidates} diffs={diffs} />
      <ul className="mt-2 flex flex-col gap-1 text-s text-ink-2">
        {candidates.map((run, index) => (
          <li key={run.id}>
            <bdi className="font-medium text-ink">{run.name}</bdi>: {diffs[index]?.sentence}
          </li>
        ))}
      </ul>
      {traces.some((trace) => trace !== null) && (
        <Panel className="mt-2.5 grid divide-y divide-line bg-sunken! xl:grid-cols-[repeat(auto-fit,minmax(420px,1fr))] xl:divide-x xl:divide-y-0">
          {candidates.map((run, index) => {
            const trace = traces[index];
            return trace ? (
              <TracePanel
                key={run.id}
                project={project}
                metric={metric}
                baseline={baseline}
                candidate={run}
                trace={trace}
              />
            ) : null;
          })}
        </Panel>
      )}
    </Section>
  );
}

function SlicesSection({ project, state, comparison }: ComparisonProps) {
  const { matrix, metrics, metric, candidates, deltas } = comparison;
  const names = [...new Set(matrix.map((row) => row.dimension))].sort();
  const rows = state.dimension ? matrix.filter((row) => row.dimension === state.dimension) : matrix;
  return (
    <Section
      id="slices"
      title="Slices"
      meta={`${formatCount(rows.length)} of ${formatCount(matrix.length)}, worst change ${candidates.length > 1 ? "of any candidate " : ""}first; click a slice to pin it`}
    >
      {matrix.length === 0 ? (
        <p className="text-ink-2">
          None of these runs recorded slices, so a loss in a group cannot be seen here. Log slices with the run and
          import it again.
        </p>
      ) : (
        <>
          <SliceTools
            state={state}
            metric={metric}
            metrics={metrics}
            dimensions={names.map((name) => ({ name, count: matrix.filter((row) => row.dimension === name).length }))}
          />
          <SliceMatrix project={project} state={state} comparison={comparison} rows={rows} downloads />
          <TestNotes candidates={candidates} deltas={deltas} />
        </>
      )}
    </Section>
  );
}

function MetricsSection({ state, comparison }: ComparisonProps) {
  const { baseline, candidates, metricRows } = comparison;
  const evidence = new Set(metricRows.flatMap((row) => row.candidates.map((change) => change.evidence)));
  const how = evidence.has("paired")
    ? "change with 95 % interval from paired predictions where both runs have them"
    : "change with 95 % interval from both runs' own intervals";
  return (
    <Section
      id="metrics"
      title="Metrics"
      meta={[
        state.slice ? `on ${sliceLabel(state.slice)}` : "overall",
        baseline.evalRows ? `n ${formatCount(baseline.evalRows)}` : null,
        how,
        "one scale per row",
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      {metricRows.length === 0 ? (
        <p className="text-ink-2">No metrics are on record{state.slice ? " for this slice" : ""}.</p>
      ) : (
        <>
          <MetricTable rows={metricRows} baseline={baseline.name} candidates={candidates.map((run) => run.name)} />
          {evidence.has("paired") && (
            <p className="mt-2.5 max-w-[110ch] text-xs text-ink-2">
              Paired intervals come from influence functions, row by row: for accuracy that is McNemar’s standard error,
              for ROC AUC DeLong’s. For ECE and differences between groups they lean wide where a bin’s gap is near zero
              or groups lie close together.
            </p>
          )}
        </>
      )}
    </Section>
  );
}

function ParamsSection({ state, comparison }: ComparisonProps) {
  const runs = [comparison.baseline, ...comparison.candidates];
  const all = paramRows(runs);
  const differing = all.filter((row) => row.differs);
  return (
    <div className="mt-7.5 grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-7.5 2xl:grid-cols-2">
      <Section
        id="params"
        title="Parameters"
        meta={`${differing.length} of ${plural(all.length, "parameter")} differ`}
        actions={
          <ViewSegments
            label="Parameters shown"
            options={[
              { change: { allParams: false }, label: "Differences only", current: !state.allParams },
              { change: { allParams: true }, label: "All", current: state.allParams },
            ]}
          />
        }
      >
        <ParamsTable rows={state.allParams ? all : differing} runs={runs} />
      </Section>
      <Section title="Inputs" meta="model signature against the baseline's">
        <InputDiffs baseline={comparison.baseline} candidates={comparison.candidates} />
      </Section>
    </div>
  );
}
