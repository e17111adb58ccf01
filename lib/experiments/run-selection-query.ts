import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { countAll, countMatching, type RunCount } from "./run-counts";
import { listPageIds } from "./run-page-ids";
import { scopeOf } from "./run-scope";
import { mostTouched } from "./run-selection-input";
import type { RunView } from "./run-view";

export type RunSelection = { ids: string[]; isAll: boolean; matching: RunCount };

/** The ids of the runs of a view in its order, for acts on all that match; `isAll` says that none was left out. */
export async function selectRuns(ctx: Context, view: RunView, limit = mostTouched): Promise<RunSelection> {
  authorize(ctx, "project.view");
  const scope = await scopeOf(ctx, view);
  const { entries, hasAfter } = await listPageIds(scope, { ...view, cursor: null }, Math.min(limit, mostTouched));
  const ids = entries.map((entry) => entry.id);
  if (!hasAfter) return { ids, isAll: true, matching: { n: ids.length, isMore: false, about: null } };
  const total = await countAll(ctx, view.experimentId);
  const matching = view.filter.terms.length > 0 ? await countMatching(view, scope, total) : total;
  return { ids, isAll: false, matching };
}
