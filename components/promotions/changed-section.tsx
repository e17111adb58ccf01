import { AxisTable } from "@/components/compare/axis-table";
import { TracePanel } from "@/components/compare/trace-panel";
import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import type { Comparison } from "@/lib/experiments/compare-page-query";

/** The six axes of live against candidate first, with what runs on record say about where the change comes from. */
export function ChangedSection({
  project,
  comparison,
  versions,
}: {
  project: string;
  comparison: Comparison;
  versions: string;
}) {
  const { baseline, candidates, diffs, traces, metric } = comparison;
  const [candidate, diff, trace] = [candidates[0], diffs[0], traces[0]];
  if (!candidate || !diff) return null;
  return (
    <Section
      id="axes"
      title="What changed"
      meta={`six axes, ${versions}`}
      actions={diff.confounded ? <Chip tone="warn">Confounded: {diff.moved.length} of 6 axes moved</Chip> : undefined}
    >
      <AxisTable baseline={baseline} candidates={candidates} diffs={diffs} />
      {trace ? (
        <Panel className="mt-2 bg-sunken">
          <TracePanel project={project} metric={metric} baseline={baseline} candidate={candidate} trace={trace} />
        </Panel>
      ) : (
        <p className="mt-2 text-s text-ink-2">{diff.sentence}</p>
      )}
    </Section>
  );
}
