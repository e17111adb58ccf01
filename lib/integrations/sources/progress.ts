import { plural } from "@/lib/format";
import type { Cursor } from "./cursor";

export type Progress = { share: number; text: string };

/** How far a sync has come, as far as that can be known: a source does not say how many runs it has. */
export function progressOf(cursor: Cursor, done: number, experiments: number, seen: number): Progress {
  switch (cursor.phase) {
    case "experiments":
      return { share: 0.02, text: "listing experiments" };
    case "open":
      return { share: 0.05, text: "runs that had not ended" };
    case "runs": {
      const share = 0.05 + 0.85 * (experiments > 0 ? Math.min(done, experiments) / experiments : 0);
      const at = Math.min(done + 1, Math.max(1, experiments));
      return { share, text: `experiment ${at} of ${Math.max(1, experiments)}, ${plural(seen, "run")} read` };
    }
    case "logged":
      return { share: 0.91, text: "logged models" };
    case "models":
      return { share: 0.94, text: "registered models" };
    case "versions":
      return { share: 0.96, text: "model versions" };
    case "done":
      return { share: 1, text: "done" };
  }
}
