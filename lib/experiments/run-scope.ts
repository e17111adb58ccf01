import "server-only";
import type { Context } from "@/lib/context";
import { findDriver } from "./run-driver";
import { comparisonsOf, runConditions } from "./run-filter-sql";
import type { PageScope } from "./run-page-ids";
import type { RunView } from "./run-view";

/** An index gives the page in its order and nothing has to be looked for. */
const isWalked = (view: RunView): boolean =>
  view.filter.terms.length === 0 && (view.sort.key === "started" || view.experimentId === null);

/** The runs of a view, as its queries read them: conditions, and the driver that names the runs where a few can match. */
export async function scopeOf(ctx: Context, view: RunView): Promise<PageScope> {
  const sql = ctx.db.$client;
  const { projectId } = ctx;
  const comparisons = comparisonsOf(view.filter.terms);
  const experimentIds = view.experimentId === null ? null : [view.experimentId];
  const driver = isWalked(view) ? null : await findDriver({ sql, projectId, experimentIds }, comparisons);
  const terms = view.filter.terms.filter((term) => term.kind !== "comparison" || term.comparison !== driver?.covers);
  const where = runConditions(sql, projectId, view.experimentId, terms);
  return { sql, projectId, where, driver, comparisons };
}
