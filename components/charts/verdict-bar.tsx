import { Glyph } from "@/components/ui/glyph";
import { type Tone, toneGlyph, toneText } from "@/components/ui/tone";

export type VerdictCount = { tone: Tone; count: number; word: string };

const fills: Record<Tone, string> = {
  neutral: "bg-line-strong",
  pass: "bg-pass",
  fail: "bg-fail",
  warn: "bg-warn",
  unknown: "bg-line-strong",
  waived: "bg-waived",
  accent: "bg-accent",
  stale: "stale-hatch",
};

/** One segment per checked thing, worst first, and the counts in words below. */
export function VerdictBar({ counts, noun }: { counts: readonly VerdictCount[]; noun: string }) {
  const shown = counts.filter((entry) => entry.count > 0);
  const total = shown.reduce((sum, entry) => sum + entry.count, 0);
  const segments = shown.flatMap((entry) =>
    Array.from({ length: entry.count }, (_, index) => ({ ...entry, id: `${entry.word} ${index}` })),
  );
  return (
    <div>
      <div aria-hidden="true" className="flex h-2.5 gap-0.5">
        {segments.map((segment) => (
          <span key={segment.id} className={`min-w-px flex-1 rounded-xs ${fills[segment.tone]}`} />
        ))}
      </div>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-s">
        {shown.map((entry) => (
          <span key={entry.word} className={`inline-flex items-center gap-1.5 font-medium ${toneText[entry.tone]}`}>
            <Glyph name={toneGlyph[entry.tone] ?? "info"} />
            {entry.count} {entry.word}
          </span>
        ))}
        <span className="text-ink-3">
          of {total} {noun}
        </span>
      </p>
    </div>
  );
}
