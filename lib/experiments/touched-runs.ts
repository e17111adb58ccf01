import type { z } from "zod";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { conflict } from "@/lib/errors";
import { formatCount, plural } from "@/lib/format";
import type { runSelection } from "./run-selection-input";

const named = 100;

type Touched = { count: number; runs: string[]; digest: string; filter: string | null };

/** What the log says of the runs an act changed; null when it changed none. CONFLICT when they are not as many as the person was shown. */
export function touchedRuns(
  changed: readonly string[],
  expected: number,
  selection: z.output<typeof runSelection>,
): Touched | null {
  if (changed.length !== expected)
    throw conflict(
      `${plural(changed.length, "run")} would change now, not the ${formatCount(expected)} of the preview: runs came in or were changed meanwhile. Look at the preview again.`,
      { now: changed.length },
    );
  if (changed.length === 0) return null;
  const runs = changed.toSorted();
  return {
    count: runs.length,
    runs: runs.slice(0, named),
    digest: canonicalDigest(runs),
    filter: selection.by === "filter" ? selection.q : null,
  };
}
