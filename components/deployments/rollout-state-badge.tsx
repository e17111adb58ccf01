import { StatusBadge } from "@/components/ui/status-badge";
import type { Tone } from "@/components/ui/tone";
import type { PauseReason, RolloutState } from "@/db/enums";

const looks: Record<RolloutState, { tone: Tone; word: string }> = {
  DRAFT: { tone: "unknown", word: "Draft" },
  AWAITING_APPROVAL: { tone: "unknown", word: "Awaiting approval" },
  QUEUED: { tone: "unknown", word: "Queued" },
  APPLYING: { tone: "accent", word: "Applying" },
  OBSERVING: { tone: "accent", word: "Observing" },
  GATED: { tone: "warn", word: "At a gate" },
  PAUSED: { tone: "warn", word: "Paused" },
  ROLLING_BACK: { tone: "fail", word: "Rolling back" },
  ROLLBACK_STALLED: { tone: "fail", word: "Rollback stalled" },
  COMPLETED: { tone: "pass", word: "Completed" },
  ROLLED_BACK: { tone: "fail", word: "Rolled back" },
  CANCELLED: { tone: "unknown", word: "Cancelled" },
  SUPERSEDED: { tone: "unknown", word: "Superseded" },
};

/** The state of a rollout as glyph and word, with the cause of a pause. */
export function RolloutStateBadge({ state, pauseReason }: { state: RolloutState; pauseReason?: PauseReason | null }) {
  const { tone, word } = looks[state];
  const cause =
    state === "PAUSED" && pauseReason && pauseReason !== "manual" ? `, ${pauseReason.replaceAll("_", " ")}` : "";
  return (
    <StatusBadge tone={tone}>
      {word}
      {cause}
    </StatusBadge>
  );
}

export const rolloutStateWord = (state: RolloutState): string => looks[state].word;
export const rolloutStateTone = (state: RolloutState): Tone => looks[state].tone;
