import type { GlyphName } from "@/components/ui/glyph";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Tone } from "@/components/ui/tone";
import type { RunStatus } from "@/db/enums";

const looks: Record<RunStatus, { tone: Tone; glyph: GlyphName; word: string }> = {
  FINISHED: { tone: "neutral", glyph: "done", word: "Finished" },
  FAILED: { tone: "fail", glyph: "fail", word: "Failed" },
  KILLED: { tone: "warn", glyph: "stop", word: "Killed" },
  RUNNING: { tone: "accent", glyph: "clock", word: "Running" },
  SCHEDULED: { tone: "unknown", glyph: "no-data", word: "Scheduled" },
};

/** How a run stands, in glyph and word. */
export function RunStatusBadge({ status }: { status: RunStatus }) {
  const { tone, glyph, word } = looks[status];
  return (
    <StatusBadge tone={tone} glyph={glyph}>
      {word}
    </StatusBadge>
  );
}

export const statusLook = (status: RunStatus) => looks[status];
