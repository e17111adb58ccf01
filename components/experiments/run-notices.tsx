import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { type AxisValues, axisLabels, missingAxes } from "@/lib/experiments/axes";
import type { CandidateSummary } from "@/lib/experiments/compare-summary";
import type { Nondeterminism } from "@/lib/experiments/determinism-query";
import type { RunDetail } from "@/lib/experiments/run-queries";
import { formatList } from "@/lib/format";
import { formatDuration } from "@/lib/format-time";
import { metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";

type RunNoticesProps = {
  project: string;
  detail: RunDetail;
  axes: AxisValues;
  summary: { baselineName: string; text: CandidateSummary } | null;
  twins: readonly Nondeterminism[];
};

/** What must be said before any figure: the error, the verdict against the baseline, what is missing or contradictory. */
export function RunNotices({ project, detail, axes, summary, twins }: RunNoticesProps) {
  const { run, evaluation, metrics } = detail;
  const missing = missingAxes(axes);
  const isOver = run.status === "FINISHED";
  return (
    <div className="flex flex-col gap-3">
      {run.error && <RunErrorNotice detail={detail} />}
      {(run.status === "FAILED" || run.status === "KILLED") && !run.error && (
        <Callout tone="fail">
          The run {run.status === "FAILED" ? "failed" : "was killed"}; its producer recorded no error.
        </Callout>
      )}
      {summary && (
        <Callout tone={summary.text.losses > 0 ? "warn" : "neutral"}>
          Against <bdi className="font-medium">{summary.baselineName}</bdi>: {summary.text.overall};{" "}
          {summary.text.slices}.
        </Callout>
      )}
      {missing.length > 0 && (
        <Callout tone="warn">
          {missing.length} of six axes not on record:{" "}
          {formatList(missing.map((axis) => axisLabels[axis].toLowerCase()))}. The run cannot be made again from its
          record, and a policy may block its promotion.
        </Callout>
      )}
      {twins.length > 0 && (
        <Callout tone="warn">
          Not deterministic: {twins.length === 1 ? "a run" : `${twins.length} runs`} with the same six axes and seed
          gave other results (
          {twins.slice(0, 3).map((twin, index) => (
            <span key={twin.runId}>
              {index > 0 && "; "}
              <TextLink href={paths.run(project, twin.runId)}>
                <bdi>{twin.runName}</bdi>
              </TextLink>{" "}
              differs in {formatList(twin.differing.slice(0, 4).map((key) => metricMeaning(key).label))}
            </span>
          ))}
          ).
        </Callout>
      )}
      {isOver && metrics.length === 0 && (
        <Callout tone="unknown">The run finished without recording a metric: there is nothing to judge it by.</Callout>
      )}
      {evaluation?.warnings.map((warning) => (
        <Callout key={warning} tone="warn">
          <bdi>{warning}</bdi>
        </Callout>
      ))}
    </div>
  );
}

function RunErrorNotice({ detail: { run } }: { detail: RunDetail }) {
  const { error } = run;
  if (!error) return null;
  const after = run.durationSeconds === null ? "" : ` after ${formatDuration(run.durationSeconds * 1000)}`;
  return (
    <Callout tone={run.status === "KILLED" ? "warn" : "fail"}>
      <p>
        <b className="font-medium">{error.type}</b>
        {after}: <bdi className="whitespace-pre-line">{error.message}</bdi>
      </p>
      {error.tracebackTail && error.tracebackTail.length > 0 && (
        <details className="mt-2" suppressHydrationWarning>
          <summary className="cursor-pointer text-s text-ink-2">
            Last {error.tracebackTail.length} lines of the traceback
          </summary>
          <pre className="mt-1.5 max-h-80 overflow-auto rounded-s bg-sunken p-2.5 font-mono text-xs" dir="ltr">
            {error.tracebackTail.join("\n")}
          </pre>
        </details>
      )}
    </Callout>
  );
}
