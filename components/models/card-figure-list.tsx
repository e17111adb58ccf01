import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import { figureContext, figureLabel, figureText } from "@/lib/models/card-figure";
import type { FigureView } from "@/lib/models/card-figures";
import { paths } from "@/lib/paths";

type CardFigureListProps = { project: string; figures: readonly FigureView[]; now: Date };

const shown = 6;

/** Where the figures of a card come from: each with its run, age and whether the evidence still says the same. Stale first. */
export function CardFigureList({ project, figures, now }: CardFigureListProps) {
  const stale = figures.filter(({ state }) => state !== "current");
  const inOrder = [...stale, ...figures.filter(({ state }) => state === "current")];
  const first = inOrder.slice(0, Math.max(shown, stale.length));
  const rest = inOrder.slice(first.length);
  return (
    <Panel padded>
      <h2 className="text-m">Figures</h2>
      <p className="mb-1.5 text-xs text-ink-3">
        {figures.length === 0
          ? "None yet. Insert them while editing, so that they are traced to their run."
          : `${figures.length} in the text, ${stale.length === 0 ? "all as the evidence has them" : `${stale.length} stale`}`}
      </p>
      <FigureRows project={project} figures={first} now={now} />
      {rest.length > 0 && (
        <details className="mt-2 text-s">
          <summary className="cursor-pointer text-accent-ink">{rest.length} more</summary>
          <div className="mt-2">
            <FigureRows project={project} figures={rest} now={now} />
          </div>
        </details>
      )}
    </Panel>
  );
}

function FigureRows({ project, figures, now }: CardFigureListProps) {
  return (
    <ul className="flex flex-col gap-2 text-s">
      {figures.map(({ reference, written, now: evidence, state }) => (
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
            , <AgeText at={new Date(written.measuredAt)} now={now} /> old
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
  );
}
