import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph";
import { type Tone, toneGlyph, toneSoft } from "./tone";

type ChipProps = {
  tone?: Tone;
  glyph?: GlyphName | null;
  title?: string;
  className?: string;
  children: ReactNode;
};

/** A pill for a state or an attribute: glyph and word on a soft ground. */
export function Chip({ tone = "neutral", glyph, title, className, children }: ChipProps) {
  const mark = glyph === undefined ? toneGlyph[tone] : glyph;
  return (
    <span
      title={title}
      className={clsx(
        "inline-flex h-5 max-w-full items-center gap-1.25 rounded-full px-1.75 align-middle text-xs font-medium whitespace-nowrap forced-colors:border",
        toneSoft[tone],
        className,
      )}
    >
      {mark && <Glyph name={mark} size={12} />}
      <span className="truncate">{children}</span>
    </span>
  );
}
