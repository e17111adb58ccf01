import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "@/components/ui/glyph";

export type Stage = {
  id: string;
  name: string;
  state: "done" | "current" | "paused" | "failed" | "waiting" | "skipped";
  /** Short facts under the name. */
  lines?: readonly string[];
  /** More about the current stage: figures, progress. */
  content?: ReactNode;
};

const looks: Record<Stage["state"], { bar: string; text: string; glyph: GlyphName | null; word: string }> = {
  done: { bar: "border-t-pass", text: "text-pass", glyph: "pass", word: "done" },
  current: { bar: "border-t-accent", text: "text-accent-ink", glyph: "clock", word: "now" },
  paused: { bar: "border-t-warn", text: "text-warn", glyph: "pause", word: "paused" },
  failed: { bar: "border-t-fail", text: "text-fail", glyph: "fail", word: "failed" },
  waiting: { bar: "border-t-line-strong", text: "text-ink-2", glyph: null, word: "to come" },
  skipped: {
    bar: "border-t-line-strong border-dashed",
    text: "text-ink-3",
    glyph: "no-data",
    word: "skipped",
  },
};

/** The stages of a process side by side; the one under way is wide and holds its figures. Stacks on narrow screens. */
export function StageRail({ label, stages }: { label: string; stages: readonly Stage[] }) {
  return (
    <ol aria-label={label} className="flex flex-col gap-1 lg:flex-row">
      {stages.map((stage) => {
        const look = looks[stage.state];
        const isOpen = stage.content !== undefined;
        return (
          <li
            key={stage.id}
            aria-current={stage.state === "current" || stage.state === "paused" ? "step" : undefined}
            className={clsx(
              "min-w-0 border-t-3 pt-2 pb-2",
              look.bar,
              isOpen
                ? "rounded-b-m border-x border-b border-x-line border-b-line bg-panel px-3.5 lg:flex-[3.5]"
                : "lg:flex-1",
            )}
          >
            <p className={clsx("flex items-center gap-1.5 font-semibold", look.text)}>
              {look.glyph && <Glyph name={look.glyph} />}
              <span className="truncate">{stage.name}</span>
              <span className="sr-only">, {look.word}</span>
            </p>
            {stage.lines?.map((line) => (
              <p key={line} className={clsx("mt-0.5 text-xs", stage.state === "waiting" ? "text-ink-3" : "text-ink-2")}>
                {line}
              </p>
            ))}
            {stage.content && <div className="mt-2">{stage.content}</div>}
          </li>
        );
      })}
    </ol>
  );
}
