import type { Tone } from "@/components/ui/tone";
import type { ControlStatus } from "@/db/enums";

/** How far the evidence for a control reaches, in words that claim nothing more. */
export const statusWords: Readonly<Record<ControlStatus, { word: string; tone: Tone }>> = {
  not_assessed: { word: "Nobody has looked", tone: "neutral" },
  evidence_missing: { word: "Evidence is missing", tone: "fail" },
  evidence_partial: { word: "Part of the evidence is there", tone: "warn" },
  evidence_in_place: { word: "Evidence is in place", tone: "pass" },
};

/** The same for what is merely on record, before anybody has looked at it. */
export const recordWords: Readonly<Record<ControlStatus, { word: string; tone: Tone }>> = {
  not_assessed: { word: "not counted", tone: "neutral" },
  evidence_missing: { word: "nothing on record", tone: "neutral" },
  evidence_partial: { word: "some of it on record", tone: "unknown" },
  evidence_in_place: { word: "all of it on record", tone: "neutral" },
};
