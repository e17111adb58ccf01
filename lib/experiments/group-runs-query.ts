import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { arrayLiteral } from "./array-literal";
import type { RunGrouping } from "./run-grouping";
import { groupMembers } from "./run-groups-query";
import { scopeOf } from "./run-scope";
import { loadRunRows, type RunTableRow } from "./run-table-rows";
import type { RunView } from "./run-view";

/** Runs that an open group lists, the newest; a link leads to all. */
export const listedPerGroup = 20;

/** The newest runs of each group that stands open, by the group's value, with the metrics that the groups are summed up by. */
export async function listOpenGroups(
  ctx: Context,
  view: RunView,
  grouping: RunGrouping,
  metrics: readonly string[],
): Promise<Map<string | null, RunTableRow[]>> {
  authorize(ctx, "project.view");
  if (view.open.length === 0) return new Map();
  const scope = await scopeOf(ctx, view);
  const { sql } = scope;
  const found = await sql<{ value: string | null; id: string }[]>`
    with ${groupMembers(scope, grouping)}
    select wanted.value, listed.id from unnest(${arrayLiteral(view.open)}::text[]) with ordinality as wanted(value, place)
    cross join lateral (
      select id from members where members.value is not distinct from wanted.value order by started_at desc, id desc limit ${listedPerGroup}
    ) listed order by wanted.place`;
  const rows = await loadRunRows(
    ctx,
    found.map(({ id }) => id),
    metrics,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    view.open.map((value) => [value, found.flatMap((one) => (one.value === value ? (byId.get(one.id) ?? []) : []))]),
  );
}
