import { SliceMatrix } from "@/components/compare/slice-matrix";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { type CompareState, compareHref } from "@/lib/experiments/compare-url";
import { formatList, plural } from "@/lib/format";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import { metricMeaning } from "@/lib/metric-meaning";
import type { ThreadsAbout } from "@/lib/promotions/discussion/thread-links";
import { ThreadsLink } from "./discussion/threads-link";
import { outcomeTones } from "./outcome-tone";

type SlicesSectionProps = {
  project: string;
  state: CompareState;
  comparison: Comparison;
  evaluation: PolicyEvaluation;
  /** Threads by what they are about, so that a slice shows its own. */
  threadsOn: (anchor: string) => ThreadsAbout;
};

const shownAtMost = 14;

/** Slices against live, worst first; those too small to judge are shown greyed, never as passed. */
export function SlicesSection({ project, state, comparison, evaluation, threadsOn }: SlicesSectionProps) {
  const { matrix, metric } = comparison;
  const judged = matrix.filter((row) => !row.isSmall);
  const small = matrix.filter((row) => row.isSmall);
  const rows = [...judged.slice(0, shownAtMost), ...small.slice(0, 4)];
  const gates = evaluation.results.filter((result) => result.slices.length > 0);
  return (
    <Section
      id="slices"
      title="Slices against live"
      meta={`${metricMeaning(metric).label}, Wilson 95 %, Benjamini-Hochberg over ${plural(matrix.length, "slice")}`}
      actions={<TextLink href={compareHref(project, state)}>Open the full matrix</TextLink>}
    >
      {gates.length > 0 && (
        <ul className="mb-2.5 flex flex-col gap-1 text-s">
          {gates.map((gate) => {
            const failing = gate.slices.filter((slice) => slice.outcome === "failed").map((slice) => slice.slice);
            const open = gate.slices.filter((slice) => slice.outcome === "inconclusive").length;
            return (
              <li key={gate.gateId} className="flex flex-wrap items-baseline gap-x-2">
                <StatusBadge tone={outcomeTones[gate.outcome]}>
                  <a href={`#gate-${gate.gateId}`}>{gate.title}</a>
                </StatusBadge>
                <span className="text-ink-2">
                  {failing.length > 0 ? <bdi>fails on {formatList(failing)}</bdi> : "no slice fails"}
                  {open > 0 && `, ${plural(open, "slice")} undecided`} of {plural(gate.slices.length, "guarded slice")}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {rows.length > 0 ? (
        <SliceMatrix
          project={project}
          state={state}
          comparison={comparison}
          rows={rows}
          note={(row) => <ThreadsLink threads={threadsOn(`slice:${row.dimension}=${row.value}`)} />}
        />
      ) : (
        <p className="text-s text-ink-2">No slices are on record for both runs.</p>
      )}
      <p className="mt-2 text-xs text-ink-3">
        {rows.length} of {plural(matrix.length, "slice")} shown. A slice opens the comparison with that slice pinned on
        the whole page.
      </p>
    </Section>
  );
}
