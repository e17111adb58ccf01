import clsx from "clsx";
import { Glyph } from "@/components/ui/glyph";
import { formatAge, formatDateTime } from "@/lib/format-time";
import { figureContext, figureLabel, figureText } from "@/lib/models/card-figure";
import type { FigureView } from "@/lib/models/card-figures";
import { paths } from "@/lib/paths";

type FigureChipProps = { view: FigureView; project: string; now: string };

/** A figure in a card's text: value, interval, n, age and a link to its run. A stale one says what the evidence has now. */
export function FigureChip({ view: { reference, written, now: current, state }, project, now }: FigureChipProps) {
  const context = figureContext(reference, written).replace("95 % interval ", "");
  const isStale = state !== "current";
  const stale = current ? `stale: now ${figureText(reference, current)}` : "stale: no longer on record";
  const measured = new Date(written.measuredAt);
  return (
    <a
      href={paths.run(project, written.runId)}
      title={`${figureLabel(reference)}, run ${written.runName}, measured ${formatDateTime(measured)}`}
      className={clsx(
        "inline-flex max-w-full flex-wrap items-baseline gap-x-1.25 rounded-s border px-1.25 align-baseline tabular-nums no-underline",
        isStale ? "stale-hatch border-dashed border-line-strong text-unknown" : "border-line bg-sunken text-ink",
      )}
    >
      <b className={clsx("font-semibold", isStale && "line-through decoration-1")}>{figureText(reference, written)}</b>
      <span className="text-xs text-ink-2">
        {[context, `${formatAge(measured, new Date(now))} old`].filter(Boolean).join(", ")}
      </span>
      {isStale && (
        <span className="inline-flex items-center gap-1 text-xs font-medium text-warn">
          <Glyph name="warn" size={11} />
          {stale}
        </span>
      )}
    </a>
  );
}

/** A reference that has no figure yet: it is read when the card is saved. */
export function NewFigureChip({ reference, isKnown }: { reference: string; isKnown: boolean }) {
  return (
    <span
      className={clsx(
        "rounded-s border border-dashed px-1.25",
        isKnown ? "border-line-strong text-ink-2" : "border-fail text-fail",
      )}
    >
      {isKnown ? figureLabel(reference) : `${figureLabel(reference)}: not on record`}
    </span>
  );
}
