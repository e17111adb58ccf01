import { StatusBadge } from "@/components/ui/status-badge";
import type { Tone } from "@/components/ui/tone";
import type { FindingSeverity, FindingState } from "@/db/enums";

const severityTones: Readonly<Record<FindingSeverity, Tone>> = {
  low: "neutral",
  medium: "warn",
  high: "fail",
  critical: "fail",
};
const stateTones: Readonly<Record<FindingState, Tone>> = {
  open: "fail",
  mitigated: "unknown",
  accepted: "waived",
  closed: "pass",
};
const stateWords: Readonly<Record<FindingState, string>> = {
  open: "Open",
  mitigated: "Mitigated, to verify",
  accepted: "Accepted",
  closed: "Closed",
};

/** Severity as a word with its tone. */
export function SeverityBadge({ severity }: { severity: FindingSeverity }) {
  return (
    <StatusBadge tone={severityTones[severity]} glyph={severity === "low" ? "info" : "warn"}>
      {severity}
    </StatusBadge>
  );
}

/** State as a word; an acceptance says until when. */
export function FindingStateBadge({ state, until }: { state: FindingState; until: string | null }) {
  return (
    <StatusBadge tone={stateTones[state]}>
      {stateWords[state]}
      {state === "accepted" && until ? ` until ${until}` : ""}
    </StatusBadge>
  );
}
