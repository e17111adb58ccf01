import "server-only";
import type { z } from "zod";
import type { Context } from "@/lib/context";
import { invalidInput } from "@/lib/errors";
import { formatCount } from "@/lib/format";
import { mostTouched, type runSelection } from "./run-selection-input";
import { selectRuns } from "./run-selection-query";
import { parseRunView } from "./run-view";

/** The ids a selection names. A filter that cannot be read in full, or that reaches too many runs, is refused: it would touch others than shown. */
export async function selectTouched(ctx: Context, selection: z.output<typeof runSelection>): Promise<string[]> {
  if (selection.by === "ids") return [...new Set(selection.ids)];
  const view = parseRunView({ q: selection.q }, selection.experimentId);
  const [problem] = view.filter.problems;
  if (problem) throw invalidInput("selection.q", `“${problem.source}” cannot be read: ${problem.message}`);
  const { ids, isAll } = await selectRuns(ctx, view, mostTouched);
  if (!isAll)
    throw invalidInput(
      "selection.q",
      `More than ${formatCount(mostTouched)} runs match; narrow the filter down, at most that many can be changed at once.`,
    );
  return ids;
}
