import { Digest } from "@/components/ui/digest";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { compareHref } from "@/lib/experiments/compare-url";
import { parseView } from "@/lib/experiments/comparison";
import { formatList } from "@/lib/format";
import type { ComparisonEvidence } from "@/lib/governance/gates/evidence";

type EvidenceComparisonsProps = { project: string; comparisons: readonly ComparisonEvidence[] };

/** Comparisons that the request pointed to: their runs, with a digest over view and contents. */
export function EvidenceComparisons({ project, comparisons }: EvidenceComparisonsProps) {
  return (
    <Panel>
      {comparisons.length === 0 ? (
        <p className="px-3.5 py-3 text-ink-2">None was attached.</p>
      ) : (
        <ul className="divide-y divide-line">
          {comparisons.map(({ id, name, query, digest, runs }) => (
            <li key={id} className="flex flex-col gap-1 px-3.5 py-3">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <TextLink className="font-medium" href={compareHref(project, parseView(query))}>
                  <bdi>{name}</bdi>
                </TextLink>
                <Digest value={digest} label="comparison" />
              </p>
              <p className="text-s text-ink-2 wrap-anywhere">
                <bdi>{formatList(runs.map((run) => run.name ?? run.id))}</bdi>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
