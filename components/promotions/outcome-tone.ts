import type { Tone } from "@/components/ui/tone";
import type { GateOutcome } from "@/db/enums";

export const outcomeTones: Record<GateOutcome, Tone> = {
  passed: "pass",
  failed: "fail",
  inconclusive: "unknown",
  waived: "waived",
};

export const outcomeWords: Record<GateOutcome, string> = {
  passed: "Passed",
  failed: "Failed",
  inconclusive: "Inconclusive",
  waived: "Waived",
};
