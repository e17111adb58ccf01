import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { type ColumnKeys, defaultColumns, primaryMetric, type RunColumn, readColumns } from "./run-columns-choice";
import { countAll, countMatching, type RunCount } from "./run-counts";
import { runConditions } from "./run-filter-sql";
import { cursorsOf } from "./run-page-cursors";
import { listPageIds } from "./run-page-ids";
import { scopeOf } from "./run-scope";
import type { RunView } from "./run-view";
import { loadShownRuns, type ShownRun } from "./shown-runs-query";

export const pageSize = 50;

export type RunPage = {
  rows: ShownRun[];
  baseline: ShownRun | null;
  /** Runs that stay on top; ids of pins that are no runs here are left out. */
  pins: ShownRun[];
  columns: { id: string; column: RunColumn }[];
  keys: ColumnKeys;
  primary: string | null;
  /** Runs that match, and runs in all; counted up to `countLimit`. */
  matching: RunCount;
  total: RunCount;
  after: string | null;
  before: string | null;
  /** Rows of the list before the first one here; null where the cursor does not say it. */
  start: number | null;
};

/** Runs whose names of metrics, parameters and slices make the default columns, and names taken from each. */
const newestRuns = 50;
const namesPerRun = 500;

/** Names that the newest runs of the scope have: what the first columns are chosen from. All names of a project are in `searchRunKeys`. */
export async function loadColumnKeys(ctx: Context, experimentId: string | null): Promise<ColumnKeys> {
  const sql = ctx.db.$client;
  const where = runConditions(sql, ctx.projectId, experimentId, []);
  const newest = sql`select r.project_id, r.id, r.metrics, r.params, r.slice_count from runs r where ${where} order by r.started_at desc nulls last, r.id desc nulls last limit ${newestRuns}`;
  const [keys, slices] = await Promise.all([
    sql<{ metrics: string[]; params: string[] }[]>`
      with newest as materialized (${newest})
      select array(select distinct k.key from newest n cross join lateral (select jsonb_object_keys(n.metrics) as key limit ${namesPerRun}) k) as metrics,
        array(select distinct k.key from newest n cross join lateral (select jsonb_object_keys(n.params) as key limit ${namesPerRun}) k) as params`,
    sql<{ dimension: string; value: string; keys: string[] }[]>`
      with newest as materialized (${newest}), sample as (select * from newest where slice_count > 0 limit 3)
      select s.dimension, s.value, (array_agg(array(select jsonb_object_keys(s.metrics))::text))[1]::text[] as keys
      from sample join run_slices s on s.project_id = sample.project_id and s.run_id = sample.id
      group by s.dimension, s.value order by min(s.dimension), s.value limit 300`,
  ]);
  return {
    metrics: keys[0]?.metrics ?? [],
    params: keys[0]?.params ?? [],
    slices: slices.map(({ dimension, value }) => ({ dimension, value })),
    sliceMetrics: [...new Set(slices.flatMap((slice) => slice.keys))],
  };
}

/**
 * One page of runs: filtered, sorted and cut by keyset in the database, with only the figures its columns need. Reads a bounded number
 * of rows at any depth and size, except when sorted by a parameter or duration (reads the filter's runs once).
 */
export async function listRunPage(ctx: Context, view: RunView, limit = pageSize): Promise<RunPage> {
  authorize(ctx, "project.view");
  const scope = await scopeOf(ctx, view);
  const [ids, keys, total] = await Promise.all([
    listPageIds(scope, view, limit),
    loadColumnKeys(ctx, view.experimentId),
    countAll(ctx, view.experimentId),
  ]);
  const matching = view.filter.terms.length > 0 ? await countMatching(view, scope, total) : total;
  const baselineId = view.baseline === "none" ? null : view.baseline;
  const columns = readColumns(view.columns ?? defaultColumns(keys, baselineId !== null));
  const primary = primaryMetric(keys.metrics);
  const pageIds = ids.entries.map((entry) => entry.id);
  const pinIds = view.pins.filter((id) => id !== baselineId);
  const byId = await loadShownRuns(ctx, {
    ids: [...pageIds, ...pinIds],
    columns,
    primary,
    baselineId,
  });
  return {
    rows: pageIds.flatMap((id) => byId.get(id) ?? []),
    baseline: (baselineId && byId.get(baselineId)) || null,
    pins: pinIds.flatMap((id) => byId.get(id) ?? []),
    columns,
    keys,
    primary,
    matching,
    total,
    ...cursorsOf(ids, view.cursor),
  };
}
