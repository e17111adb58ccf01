import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph";
import { type Tone, toneGlyph, toneText } from "./tone";

type StatusBadgeProps = { tone: Tone; glyph?: GlyphName | null; className?: string; children: ReactNode };

/** A verdict inside a row: glyph and word, no ground. */
export function StatusBadge({ tone, glyph, className, children }: StatusBadgeProps) {
  const mark = glyph === undefined ? toneGlyph[tone] : glyph;
  return (
    <span className={clsx("inline-flex items-center gap-1.5 font-medium whitespace-nowrap", toneText[tone], className)}>
      {mark && <Glyph name={mark} />}
      {children}
    </span>
  );
}
