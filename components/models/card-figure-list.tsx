import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import { figureContext, figureLabel, figureText } from "@/lib/models/card-figure";
import type { FigureView } from "@/lib/models/card-figures";
import { paths } from "@/lib/paths";

type CardFigureListProps = { project: string; figures: readonly FigureView[]; now: Date };

/** Where the figures of a card come from: each with its run, age and whether the evidence still says the same. Stale first. */
export function CardFigureList({ project, figures, now }: CardFigureListProps) {
  const stale = figures.filter(({ state }) => state !== "current");
  const current = figures.filter(({ state }) => state === "current");
  return (
    <Panel padded>
      <h2 className="text-m">Figures</h2>
      <p className="mb-1.5 text-xs text-ink-3">
        {figures.length === 0
          ? "None yet. Insert them while editing, so that they are traced to their run."
          : `${figures.length} in the text, ${stale.length === 0 ? "all as the evidence has them" : `${stale.length} stale`}`}
      </p>
      <ul className="flex flex-col gap-2 text-s">
        {[...stale, ...current].map(({ reference, written, now: evidence, state }) => (
          <li key={reference}>
            <div className="flex items-baseline justify-between gap-2">
              <span className="min-w-0 wrap-anywhere text-ink-2">{figureLabel(reference)}</span>
              <span className="font-medium tabular-nums">{figureText(reference, written)}</span>
            </div>
            <p className="text-xs text-ink-3">
              {figureContext(reference, written)}{" "}
              <TextLink quiet href={paths.run(project, written.runId)}>
                {written.runName}
              </TextLink>
              , <AgeText at={new Date(written.measuredAt)} now={now} />
            </p>
            {state !== "current" && (
              <StatusBadge tone="warn" className="text-xs whitespace-normal">
                {evidence
                  ? `stale: the evidence now says ${figureText(reference, evidence)}`
                  : "stale: no longer on record"}
              </StatusBadge>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
