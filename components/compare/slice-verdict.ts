import type { Tone } from "@/components/ui/tone";
import type { SliceVerdict } from "@/lib/experiments/slice-deltas";

/** How each verdict on a slice reads. */
export const sliceVerdicts: Record<SliceVerdict, { word: string; tone: Tone }> = {
  worse: { word: "worse", tone: "fail" },
  better: { word: "better", tone: "pass" },
  changed: { word: "changed", tone: "accent" },
  unclear: { word: "unclear", tone: "neutral" },
  too_small: { word: "too small", tone: "stale" },
  untested: { word: "not tested", tone: "neutral" },
  missing: { word: "not on record", tone: "stale" },
};
