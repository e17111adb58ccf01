import type { Description } from "@/components/ui/description-list";
import { DescriptionList } from "@/components/ui/description-list";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import type { RunDetail } from "@/lib/experiments/run-queries";
import { formatCount, formatNumber, shortDigest } from "@/lib/format";
import { paramText } from "./param-value";

const given = (term: string, value: string | null | undefined, mono = false): Description[] =>
  value ? [{ term, value: <bdi>{value}</bdi>, mono }] : [];

/** Parameters, and where, on what and with what the run was made. */
export function RunMaking({ detail, registered }: { detail: RunDetail; registered: string | null }) {
  const { run, predictions } = detail;
  const { code, dataset, runtime } = run.axisDetails;
  const params = Object.entries(run.params).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const machine = [runtime?.cpu_count && `${runtime.cpu_count} cores`, runtime?.python && `Python ${runtime.python}`]
    .filter(Boolean)
    .join(", ");
  const facts: Description[] = [
    ...given(
      "Repository",
      [code?.repository, run.codeCommit && `commit ${shortDigest(run.codeCommit)}`].filter(Boolean).join(", "),
    ),
    ...given("Entry point", code?.entryPoint, true),
    ...given(
      "Evaluation",
      [dataset?.evalName, run.evalRows !== null && `${formatCount(run.evalRows)} rows`].filter(Boolean).join(", "),
    ),
    ...given(
      "Threshold",
      run.threshold === null
        ? null
        : `${formatNumber(run.threshold)}${run.thresholdRule ? `, ${run.thresholdRule}` : ""}`,
    ),
    ...given("Machine", machine),
    {
      term: "Predictions",
      value: predictions
        ? `${formatCount(predictions.rows)} rows, for paired tests`
        : "none: slices are compared from counts only",
    },
    { term: "Registered as", value: registered ?? "no version yet" },
    ...given("Content digest", run.contentDigest && shortDigest(run.contentDigest, 16), true),
  ];
  return (
    <Section id="making" title="How it was made" meta={run.algorithm ?? undefined}>
      <Panel>
        <div className="max-h-80 overflow-y-auto border-b border-line p-3.5">
          {params.length === 0 ? (
            <p className="text-s text-ink-3">No parameters on record.</p>
          ) : (
            <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-s">
              {params.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="max-w-48 truncate text-ink-2" title={name}>
                    <bdi>{name}</bdi>
                  </dt>
                  <dd className="wrap-anywhere">
                    <bdi>{paramText(value)}</bdi>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </div>
        <DescriptionList className="p-3.5" items={facts} />
      </Panel>
    </Section>
  );
}
