import type { ReactNode } from "react";
import { hrefWith } from "@/components/data-table/href";
import { PageHeader } from "@/components/layout/page-header";
import { Chip } from "@/components/ui/chip";
import { Digest } from "@/components/ui/digest";
import { DisabledButton } from "@/components/ui/disabled-button";
import { LinkButton } from "@/components/ui/link-button";
import { Section, SectionRow } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { axesOfRun } from "@/lib/experiments/axes";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { summarize } from "@/lib/experiments/compare-summary";
import type { SearchParams } from "@/lib/experiments/compare-url";
import type { Nondeterminism } from "@/lib/experiments/determinism-query";
import { isOpenRun } from "@/lib/experiments/run-progress";
import type { RunDetail } from "@/lib/experiments/run-queries";
import { sliceMetricKeys, sliceViews } from "@/lib/experiments/run-slice-views";
import { formatCount, formatNumber } from "@/lib/format";
import { formatDuration } from "@/lib/format-time";
import type { MetricLimit } from "@/lib/governance/metric-limits";
import type { LiveRun } from "@/lib/models/live-runs-query";
import { paths } from "@/lib/paths";
import { ArchiveRunDialog } from "./archive-run-dialog";
import { FollowRun } from "./follow-run";
import { RunAxes } from "./run-axes";
import { RunArtifacts, RunSignature } from "./run-contents";
import { RunCurves } from "./run-curves";
import { RunCalibration, RunConfusion, RunImportance } from "./run-evaluation";
import { RunInputs } from "./run-inputs";
import { RunMaking } from "./run-making";
import { RunMetrics } from "./run-metrics";
import { RunNotices } from "./run-notices";
import { RunSlices } from "./run-slices";
import { RunStatusBadge } from "./run-status";
import { RunTags } from "./run-tags";

type RunPageProps = {
  project: string;
  detail: RunDetail;
  /** What the run looked like when the page was made; null when it is over. */
  version: string | null;
  comparison: Comparison | null;
  baseline: RunDetail | null;
  live: LiveRun | null;
  twins: readonly Nondeterminism[];
  registered: string | null;
  /** The server it was taken over from, with its page there. */
  origin: { name: string; href: string } | null;
  search: SearchParams;
  /** What the policy of the live target asks of overall metrics. */
  limits: { from: string; limits: MetricLimit[] } | null;
  /** The CI checks of the run's commit. */
  checks: ReactNode;
  /** The run's events in the audit log. */
  trail: ReactNode;
  can: { register: boolean; archive: boolean };
};

function RunHeader({ project, detail, version, baseline, live, registered, origin, can }: RunPageProps) {
  const { run, experiment, owner } = detail;
  const { train, valid } = { train: run.axisDetails.dataset?.trainName, valid: run.evalRows };
  const isLive = live?.runId === run.id;
  const reasons =
    run.status === "FINISHED"
      ? []
      : [`Only a finished run can be registered; this one is ${run.status.toLowerCase()}.`];
  return (
    <PageHeader
      crumbs={[
        { label: "Experiments", href: paths.experiments(project) },
        { label: experiment.name, href: paths.experiment(project, experiment.id) },
        { label: run.name },
      ]}
      title={<bdi>{run.name}</bdi>}
      chips={
        <>
          <RunStatusBadge status={run.status} />
          {isOpenRun(run.status) && <FollowRun url={paths.runVersion(project, run.id)} version={version} />}
          {registered && <Chip tone="accent">{registered}</Chip>}
          {run.archivedAt && <Chip tone="stale">Archived</Chip>}
        </>
      }
      meta={
        <>
          {owner && <bdi>{owner}</bdi>}
          <TimeText at={run.startedAt} />
          {run.durationSeconds !== null && <span>{formatDuration(run.durationSeconds * 1000)}</span>}
          {train && <bdi>{train}</bdi>}
          {valid !== null && <span>{formatCount(valid)} evaluation rows</span>}
          {baseline && (
            <span>
              against{" "}
              <TextLink quiet href={paths.run(project, baseline.run.id)}>
                <bdi>{baseline.run.name}</bdi>
              </TextLink>
              {baseline.run.id === live?.runId && `, live in ${live.environment}`}
            </span>
          )}
          {isLive && <span>this run serves {live.environment}</span>}
          {origin && (
            <span>
              taken over from{" "}
              <TextLink quiet href={origin.href} target="_blank" rel="noreferrer noopener">
                <bdi>{origin.name}</bdi>
              </TextLink>
            </span>
          )}
          <Digest value={run.id} label="run" />
        </>
      }
      summary={
        run.intent ? (
          <bdi>“{run.intent}”</bdi>
        ) : (
          <span className="text-ink-3">No intent on record: why was this run made?</span>
        )
      }
      actions={
        <>
          {can.archive && (
            <ArchiveRunDialog project={project} runId={run.id} name={run.name} isArchived={run.archivedAt !== null} />
          )}
          <LinkButton href={paths.compare(project, baseline ? [baseline.run.id, run.id] : [run.id])}>
            {baseline ? "Compare with baseline" : "Compare with…"}
          </LinkButton>
          {can.register &&
            (reasons.length > 0 ? (
              <DisabledButton compact variant="primary" reasons={reasons}>
                Register as version
              </DisabledButton>
            ) : (
              <LinkButton variant="primary" href={paths.registerVersion(project, run.id)}>
                Register as version
              </LinkButton>
            ))}
        </>
      }
    />
  );
}

function sliceProps({ project, detail, comparison, search }: RunPageProps) {
  const path = paths.run(project, detail.run.id);
  const keys = sliceMetricKeys(detail.slices);
  const asked = typeof search.metric === "string" ? search.metric : "recall";
  const metric = keys.includes(asked) ? asked : (keys[0] ?? asked);
  const deltas = comparison?.metric === metric ? (comparison.deltas[0] ?? null) : null;
  const isAll = search.slices === "all";
  const tests = new Set(deltas?.map((delta) => delta.test));
  return {
    views: sliceViews(detail.slices, metric, deltas),
    metric,
    metrics: keys
      .slice(0, 5)
      .map((key) => ({ key, href: hrefWith(path, search, { metric: key === "recall" ? null : key }) })),
    hasBaseline: deltas !== null,
    test: tests.has("mcnemar")
      ? "McNemar on paired predictions, Benjamini-Hochberg"
      : tests.has("two_proportion")
        ? "two-proportion test from counts, Benjamini-Hochberg"
        : null,
    isAll,
    allHref: hrefWith(path, search, { slices: isAll ? null : "all" }),
  };
}

/** A run: what it was for, whether it can be made again, how it does and on whom, what it left behind. */
export function RunPage(props: RunPageProps) {
  const { project, detail, comparison, baseline, twins, registered, limits, checks, trail } = props;
  const { run, evaluation } = detail;
  const axes = axesOfRun(run);
  const summary =
    baseline && comparison && detail.metrics.length > 0
      ? {
          baselineName: baseline.run.name,
          text: summarize(comparison.metricRows, 0, comparison.metric, comparison.deltas[0] ?? []),
        }
      : null;
  const data = run.axisDetails.dataset?.evalName;
  const meta = [
    data,
    run.evalRows !== null && `n ${formatCount(run.evalRows)}`,
    run.threshold !== null && `threshold ${formatNumber(run.threshold)}`,
  ]
    .filter(Boolean)
    .join(", ");
  const confusion = evaluation?.confusion;
  const before =
    baseline?.evaluation?.confusion && baseline.run.evalDatasetDigest === run.evalDatasetDigest
      ? { confusion: baseline.evaluation.confusion, name: "baseline" }
      : null;
  return (
    <>
      <RunHeader {...props} />
      <RunNotices project={project} detail={detail} axes={axes} summary={summary} twins={twins} />
      <SectionRow wide>
        <RunAxes
          own={axes}
          details={run.axisDetails}
          params={run.params}
          algorithm={run.algorithm}
          diff={comparison?.diffs[0] ?? null}
        />
        <RunMaking detail={detail} registered={registered} />
      </SectionRow>
      {(detail.metrics.length > 0 || confusion) && (
        <SectionRow wide>
          <RunMetrics
            metrics={detail.metrics}
            compared={comparison?.metricRows ?? null}
            limits={limits?.limits ?? []}
            limitsFrom={limits?.from ?? null}
            meta={meta}
          />
          {confusion && (
            <RunConfusion confusion={confusion} baseline={before} details={run.axisDetails} threshold={run.threshold} />
          )}
        </SectionRow>
      )}
      {detail.inputs.length > 0 && <RunInputs inputs={detail.inputs} />}
      <RunSlices {...sliceProps(props)} />
      {(evaluation?.calibration || detail.curves.length > 0) && (
        <SectionRow>
          {evaluation?.calibration && <RunCalibration name={run.name} bins={evaluation.calibration} />}
          <RunCurves curves={detail.curves} path={paths.run(project, run.id)} search={props.search} />
        </SectionRow>
      )}
      <SectionRow>
        {evaluation?.importances && <RunImportance importance={evaluation.importances} />}
        <RunSignature signature={evaluation?.signature ?? null} problem={evaluation?.signatureProblem ?? null} />
      </SectionRow>
      <RunTags tags={run.tags} />
      <RunArtifacts project={project} runId={run.id} artifacts={detail.artifacts} />
      {checks}
      {trail && (
        <Section id="audit" title="Audit">
          {trail}
        </Section>
      )}
    </>
  );
}
