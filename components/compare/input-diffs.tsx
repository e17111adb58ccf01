import { Panel } from "@/components/ui/panel";
import type { CompareRun } from "@/lib/experiments/compare-query";
import { inputDiff } from "@/lib/experiments/compare-signature";
import { plural } from "@/lib/format";

type InputDiffsProps = { baseline: CompareRun; candidates: readonly CompareRun[] };

/** Model inputs of each candidate against the baseline's: removed, added, retyped. */
export function InputDiffs({ baseline, candidates }: InputDiffsProps) {
  return (
    <Panel padded className="flex flex-col gap-3">
      {candidates.map((run) => (
        <div key={run.id}>
          <h3 className="mb-1 text-s">
            <bdi>{run.name}</bdi>
          </h3>
          <InputDiff baseline={baseline} run={run} />
        </div>
      ))}
    </Panel>
  );
}

function InputDiff({ baseline, run }: { baseline: CompareRun; run: CompareRun }) {
  const diff = inputDiff(baseline.signature, run.signature);
  if (!diff)
    return <p className="text-s text-ink-3">{run.signature ? "The baseline" : "This run"} recorded no signature.</p>;
  const lines = [
    { mark: "−", word: "removed", names: diff.removed },
    { mark: "+", word: "added", names: diff.added },
    { mark: "≠", word: "retyped", names: diff.retyped.map(({ name, from, to }) => `${name} (${from} → ${to})`) },
  ].filter(({ names }) => names.length > 0);
  if (lines.length === 0)
    return <p className="text-s text-ink-2">The same {plural(diff.kept, "input")} as the baseline.</p>;
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-s">
      {lines.map(({ mark, word, names }) => (
        <div key={word} className="contents">
          <dt className="text-ink-2">
            {mark} {names.length} {word}
          </dt>
          <dd className="font-mono text-xs leading-relaxed wrap-anywhere">{names.join(", ")}</dd>
        </div>
      ))}
      <div className="contents">
        <dt className="text-ink-3">= {diff.kept} kept</dt>
        <dd />
      </div>
    </dl>
  );
}
