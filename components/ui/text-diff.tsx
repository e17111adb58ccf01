import clsx from "clsx";
import { structuredPatch } from "diff";

const signs = { "+": "added", "-": "removed", " ": "same" } as const;

type TextDiffProps = {
  from: string;
  to: string;
  /** Equal lines shown around what changed; Infinity for the whole text. */
  context?: number;
};

/** Two texts line by line, only what changed and what stands around it. */
export function TextDiff({ from, to, context = 3 }: TextDiffProps) {
  // Bounded: two long texts without a line in common would take minutes.
  const patch = structuredPatch("from", "to", from, to, "", "", { context, timeout: 1000, maxEditLength: 3000 });
  if (!patch)
    return <p className="text-s text-ink-2">The texts are too long and too different to be compared by line.</p>;
  const { hunks } = patch;
  if (hunks.length === 0) return <p className="text-s text-ink-2">The texts are equal.</p>;
  return (
    <div className="overflow-x-auto rounded-m border border-line bg-panel font-mono text-xs leading-relaxed">
      {hunks.map((hunk) => (
        <div key={hunk.oldStart} className="border-b border-line last:border-b-0">
          <p className="bg-sunken px-3 py-1 text-ink-3">
            lines {hunk.oldStart} → {hunk.newStart}
          </p>
          {hunk.lines.map((line, index) => {
            const sign = line[0] === "+" || line[0] === "-" ? line[0] : " ";
            return (
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
                key={index}
                className={clsx(
                  "flex px-3 whitespace-pre-wrap wrap-anywhere",
                  sign === "+" && "bg-pass-soft",
                  sign === "-" && "bg-fail-soft",
                )}
              >
                <span className="w-4 flex-none text-ink-2 select-none" role="img" aria-label={signs[sign]}>
                  {sign}
                </span>
                <span>{line.slice(1)}</span>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
