import { StatusBadge } from "@/components/ui/status-badge";
import type { Tone } from "@/components/ui/tone";
import type { PromotionState } from "@/db/enums";

const tones: Record<PromotionState, Tone> = {
  draft: "neutral",
  evaluating: "unknown",
  blocked: "fail",
  awaiting_approval: "accent",
  approved: "pass",
  executing: "accent",
  executed: "pass",
  changes_requested: "warn",
  rejected: "fail",
  withdrawn: "neutral",
  expired: "stale",
  superseded: "neutral",
};

/** The state of a promotion as glyph and word. */
export function PromotionStateBadge({ state }: { state: PromotionState }) {
  return <StatusBadge tone={tones[state]}>{state.replaceAll("_", " ")}</StatusBadge>;
}
