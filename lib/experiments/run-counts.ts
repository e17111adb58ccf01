import "server-only";
import type { Fragment } from "postgres";
import type { Context } from "@/lib/context";
import { runsOf } from "./run-driver";
import { runConditions } from "./run-filter-sql";
import type { PageScope } from "./run-page-ids";
import type { RunView } from "./run-view";

/** Counting stops here, so that a page costs the same however many runs there are. */
export const countLimit = 10_000;
/** The newest runs that an estimate looks at. */
const sampled = 2000;

/** A count up to `countLimit`; where there are more, or where a filter was only sampled, `about` is an estimate. */
export type RunCount = { n: number; isMore: boolean; about: number | null };

const exactly = (n: number): RunCount => ({ n, isMore: false, about: null });
/** Two figures: more would claim a precision that an estimate has not. */
const roughly = (n: number): number => Number(n.toPrecision(2));

/** What the planner's statistics say of a scope: good to a few per cent, at the cost of planning. */
async function estimateRows(ctx: Context, scope: Fragment): Promise<number> {
  const sql = ctx.db.$client;
  const [row] = await sql<{ "QUERY PLAN": { Plan: { "Plan Rows": number } }[] }[]>`
    explain (format json) select 1 from runs where ${scope}`;
  return row?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0;
}

/**
 * All runs of a scope that are not archived. Where the statistics say that there are far more than `countLimit`, none is counted. Both
 * halves are answered by an index alone, in key order: without the order the planner may read the whole table until it has met enough
 * rows of this project.
 */
export async function countAll(ctx: Context, experimentId: string | null): Promise<RunCount> {
  const sql = ctx.db.$client;
  const scope = experimentId
    ? sql`project_id = ${ctx.projectId} and experiment_id = ${experimentId}`
    : sql`project_id = ${ctx.projectId}`;
  const estimate = await estimateRows(ctx, sql`${scope} and archived_at is null`);
  if (estimate > 2 * countLimit) return { n: countLimit, isMore: true, about: roughly(estimate) };
  const [row] = await sql<{ n: number; archived: number }[]>`
    select (select count(*)::int from (select 1 from runs where ${scope}
        order by ${experimentId ? sql`experiment_id,` : sql``} started_at desc nulls last, id desc nulls last limit ${countLimit + 1}) counted) as n,
      (select count(*)::int from (select 1 from runs where ${scope} and archived_at is not null limit ${countLimit + 1}) put_away) as archived`;
  const { n, archived } = row ?? { n: 0, archived: 0 };
  if (n <= countLimit) return exactly(n - archived);
  return { n: countLimit, isMore: true, about: roughly(Math.max(estimate, countLimit)) };
}

/** Runs that match a filter: counted where an index names the few that can, estimated from the newest ones otherwise. */
export async function countMatching(
  view: RunView,
  { sql, projectId, where, driver }: PageScope,
  total: RunCount,
): Promise<RunCount> {
  if (driver) {
    const [row] = await sql<
      { n: number }[]
    >`select count(*)::int as n from ${runsOf(sql, projectId, driver)} where ${where}`;
    return exactly(row?.n ?? 0);
  }
  const views = view.filter.terms.filter((term) => term.kind === "archived");
  const scope = runConditions(sql, projectId, view.experimentId, views);
  const [row] = await sql<{ seen: number; matched: number }[]>`
    select count(*)::int as seen, (count(*) filter (where ${where}))::int as matched from (
      select r.* from runs r where ${scope} order by r.started_at desc nulls last, r.id desc nulls last limit ${sampled + 1}) r`;
  const { seen, matched } = row ?? { seen: 0, matched: 0 };
  if (seen <= sampled) return exactly(matched);
  const about = Math.round(((total.about ?? total.n) * matched) / seen);
  return { n: Math.min(about, countLimit), isMore: about > countLimit, about: roughly(about) };
}
