import "server-only";
import { redirect } from "next/navigation";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { listOpenGroups } from "./group-runs-query";
import { groupedMetrics } from "./grouped-metrics";
import { groupRuns } from "./run-groups-query";
import { type TableParams, tableParams } from "./run-table-address";
import { listRunPage } from "./run-table-query";
import type { RunTableRow } from "./run-table-rows";
import { parseRunView, type SearchParams } from "./run-view";
import { readRunsVersion } from "./runs-version-query";
import { defaultView, keptParams, type SavedView } from "./saved-view";
import { listSavedViews } from "./saved-views-query";

type Place = { path: string; base: TableParams; liveRunId?: string | null };

const addressOf = ({ path, base }: Place, { id, params }: SavedView): string =>
  `${path}?${new URLSearchParams({ ...base, ...params, saved: id })}`;

/** What a run table's page shows for its address. An address that asks for nothing leads to the default view, where there is one. */
export async function loadRunTable(ctx: UserContext, search: SearchParams, experimentId: string | null, place: Place) {
  const views = await listSavedViews(ctx, experimentId);
  const named = parseRunView(search, experimentId);
  const params = tableParams(search, named.filterText);
  const ownDefault = defaultView(views);
  const asksNothing = !params.saved && !search.after && !search.before && Object.keys(keptParams(params)).length === 0;
  if (ownDefault && asksNothing) redirect(addressOf(place, ownDefault));
  const view = { ...named, baseline: named.baseline ?? place.liveRunId ?? null };
  const [page, version] = await Promise.all([listRunPage(ctx, view), readRunsVersion(ctx, experimentId)]);
  const [groups, openGroups] = view.grouping
    ? await Promise.all([
        groupRuns(ctx, view, view.grouping, groupedMetrics(page)),
        listOpenGroups(ctx, view, view.grouping, groupedMetrics(page)),
      ])
    : [null, new Map<string | null, RunTableRow[]>()];
  const mayArchive = can(ctx.actor, "run.archive");
  return {
    hasDefault: ownDefault !== null,
    tabs: { experimentId, path: place.path, params, views, canShare: can(ctx.actor, "view.share") },
    table: {
      params,
      view,
      page,
      groups,
      openGroups,
      version,
      now: ctx.now(),
      canRegister: can(ctx.actor, "version.register"),
      rights: { canTag: can(ctx.actor, "run.tag"), canArchive: mayArchive },
    },
  };
}
