import type { Tone } from "@/components/ui/tone";
import type { PolicyDraftState } from "@/db/enums";

/** How the state of a draft is coloured; its word always stands beside it. */
export const draftTone: Readonly<Record<PolicyDraftState, Tone>> = {
  draft: "neutral",
  proposed: "accent",
  published: "pass",
  withdrawn: "stale",
  rejected: "fail",
};
