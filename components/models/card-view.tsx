import { TimeText } from "@/components/ui/time-text";
import { missingSections } from "@/lib/models/card";
import { cardSections } from "@/lib/models/schemas";
import type { CardRevision } from "@/lib/models/version-page-query";
import { MarkdownText } from "./markdown-text";

/** The written part of a model card: what people stated, who and when, and what is still missing. */
export function CardView({ card }: { card: CardRevision }) {
  const missing = missingSections(card.body);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-xs text-ink-3">
        Revision {card.revision} by {card.editedBy}, <TimeText at={card.editedAt} />
        {missing.length > 0 && <span className="text-warn"> · still empty: {missing.join(", ")}</span>}
      </p>
      {cardSections.map(([key, title]) =>
        card.body[key].trim() ? (
          <div key={key}>
            <h3 className="mb-1 text-s">{title}</h3>
            <MarkdownText text={card.body[key]} />
          </div>
        ) : null,
      )}
    </div>
  );
}
