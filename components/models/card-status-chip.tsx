import { Chip } from "@/components/ui/chip";
import type { Tone } from "@/components/ui/tone";
import type { CardStatus } from "@/db/enums";
import { cardStatusWords } from "@/lib/models/card-status";

const tones: Readonly<Record<CardStatus, Tone>> = {
  draft: "unknown",
  pending_review: "accent",
  approved: "pass",
  archived: "neutral",
};

type CardStatusChipProps = { status: CardStatus; revision: number; approvedRevision: number | null };

/** Where a card stands: "Approved revision 3" and, when somebody wrote on, "Draft revision 5". */
export function CardStatusChip({ status, revision, approvedRevision }: CardStatusChipProps) {
  if (revision === 0) return <Chip tone="unknown">No card yet</Chip>;
  return (
    <>
      {approvedRevision !== null && approvedRevision !== revision && (
        <Chip tone="pass">Approved revision {approvedRevision}</Chip>
      )}
      <Chip tone={tones[status]} glyph={status === "draft" ? null : undefined}>
        {cardStatusWords[status]} revision {revision}
      </Chip>
    </>
  );
}
