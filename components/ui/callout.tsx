import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph";
import { type Tone, toneBorder, toneGlyph, toneText } from "./tone";

type CalloutProps = {
  tone?: Tone;
  glyph?: GlyphName;
  role?: "status" | "alert" | "note";
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** One sentence on why a thing is where it is and who acts next, with a coloured edge and a glyph. */
export function Callout({ tone = "neutral", glyph, role, actions, className, children }: CalloutProps) {
  const mark = glyph ?? toneGlyph[tone] ?? "info";
  return (
    <div
      role={role}
      className={clsx(
        "flex flex-wrap gap-x-4 gap-y-2 rounded-e-m border border-s-3 border-line bg-panel px-3.5 py-2.5",
        toneBorder[tone],
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-2.5">
        <Glyph name={mark} size={14} className={clsx("mt-0.75", toneText[tone])} />
        <div className="min-w-0 flex-1 leading-normal wrap-anywhere">{children}</div>
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
