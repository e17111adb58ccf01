import type { Tone } from "@/components/ui/tone";
import type { PolicyDraftKind, PolicyDraftState } from "@/db/enums";

/** How the state of a draft is coloured; its word always stands beside it. */
export const draftTone: Readonly<Record<PolicyDraftState, Tone>> = {
  draft: "neutral",
  proposed: "accent",
  published: "pass",
  withdrawn: "stale",
  rejected: "fail",
};

/** The state of a draft in one word: a proposal to retire ends in a retirement. */
export const draftWord = ({ kind, state }: { kind: PolicyDraftKind; state: PolicyDraftState }): string =>
  kind === "retirement" && state === "published" ? "retired" : state;
