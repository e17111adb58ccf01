import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { keyedText } from "./run-comparison-sql";
import { runsOf } from "./run-driver";
import type { RunGrouping } from "./run-grouping";
import type { PageScope } from "./run-page-ids";
import { scopeOf } from "./run-scope";
import type { RunView } from "./run-view";

export type GroupFigure = { n: number; mean: number; spread: number | null; min: number; max: number };
export type RunGroup = {
  /** Null: runs that have no such value. */
  value: string | null;
  runs: number;
  newest: Date;
  /** Per asked metric, over the runs of the group that have a number. */
  metrics: Record<string, GroupFigure>;
};
export type RunGroups = {
  groups: RunGroup[];
  /** Groups in all, of which the largest are given. */
  total: number;
  /** Set when only the newest runs were grouped. */
  onlyNewest: number | null;
};

export const mostGroups = 200;
/** Runs that are grouped at once. */
export const mostGrouped = 50_000;
const mostMetrics = 10;

function groupValue(sql: Sql, grouping: RunGrouping): Fragment {
  switch (grouping.by) {
    case "param":
    case "tag":
      return keyedText(sql, grouping.by, grouping.key);
    case "experiment":
      return sql`(select e.name from experiments e where e.project_id = r.project_id and e.id = r.experiment_id)`;
    case "status":
      return sql`r.status`;
    case "algorithm":
      return sql`r.algorithm`;
    case "owner":
      return sql`coalesce(r.owner_name, (select u.name from users u where u.id = r.owner_user_id), r.reported_user)`;
  }
}

/** The runs that are grouped, each with its group's value, as a part of a query named `members`. */
export function groupMembers({ sql, projectId, where, driver }: PageScope, grouping: RunGrouping): Fragment {
  return sql`members as materialized (
      select r.id, r.started_at, ${groupValue(sql, grouping)} as value from ${runsOf(sql, projectId, driver)} where ${where}
      order by r.started_at desc nulls last, r.id desc nulls last limit ${mostGrouped + 1}
    )`;
}

type Found = { value: string | null; runs: number; newest: string; grouped: number; total: number };
type Figure = GroupFigure & { value: string | null; key: string };

/** Runs of a view by a parameter, tag or field: how many, and mean, spread (standard deviation), least and greatest of some metrics. */
export async function groupRuns(
  ctx: Context,
  view: RunView,
  grouping: RunGrouping,
  metrics: readonly string[],
): Promise<RunGroups> {
  authorize(ctx, "project.view");
  const scope = await scopeOf(ctx, view);
  const { sql, projectId } = scope;
  const keys = [...new Set(metrics)].slice(0, mostMetrics);
  const members = sql`
    ${groupMembers(scope, grouping)}, largest as materialized (
      select value, count(*)::int as runs, max(started_at) as newest, (count(*) over ())::int as total from members group by value
      order by runs desc, value nulls last limit ${mostGroups}
    )`;
  const [groups, figures] = await Promise.all([
    sql<Found[]>`
      with ${members}
      select value, runs, to_char(newest at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as newest, total, (select count(*)::int from members) as grouped
      from largest order by runs desc, value nulls last`,
    keys.length === 0
      ? []
      : sql<Figure[]>`
      with ${members}
      select l.value, k.key, count(*)::int as n, avg(k.value) as mean, stddev_samp(k.value) as spread, min(k.value) as min, max(k.value) as max
      from largest l join members m on m.value is not distinct from l.value
      join run_metrics k on k.project_id = ${projectId} and k.run_id = m.id and k.key = any(${keys}::text[]) and k.value is not null
      group by l.value, k.key`,
  ]);
  const byGroup = new Map<string | null, Record<string, GroupFigure>>();
  for (const { value, key, ...figure } of figures) {
    const own = byGroup.get(value) ?? {};
    byGroup.set(value, { ...own, [key]: figure });
  }
  return {
    groups: groups.map(({ value, runs, newest }) => ({
      value,
      runs,
      newest: new Date(newest),
      metrics: byGroup.get(value) ?? {},
    })),
    total: groups[0]?.total ?? 0,
    onlyNewest: (groups[0]?.grouped ?? 0) > mostGrouped ? mostGrouped : null,
  };
}
