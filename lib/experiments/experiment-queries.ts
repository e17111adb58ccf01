import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { metricMeaning } from "@/lib/metric-meaning";
import { primaryMetric } from "./run-columns-choice";
import { countLimit } from "./run-counts";

export type ExperimentHead = { id: string; name: string; family: string | null; useCase: string | null };
export type BestRun = { metric: string; value: number; runId: string; runName: string };
export type ExperimentView = ExperimentHead & {
  runs: number;
  failed: number;
  running: number;
  isMore: boolean;
  last: Date | null;
  best: BestRun | null;
};

/** Experiments listed at once; more are found by name. */
export const shownExperiments = 200;

type Listed = ExperimentHead & {
  runs: number;
  failed: number;
  running: number;
  last: string | null;
  keys: string[];
  archived: number;
};

async function loadBest(ctx: Context, listed: readonly Listed[]): Promise<Map<string, BestRun>> {
  const wanted = listed.flatMap(({ id, keys }) => {
    const metric = primaryMetric(keys);
    return metric ? [{ id, metric, lower: metricMeaning(metric).better === "lower" }] : [];
  });
  const sql = ctx.db.$client;
  const ordered = (lower: boolean) => {
    const some = wanted.filter((w) => w.lower === lower);
    if (some.length === 0) return [];
    return sql<(BestRun & { id: string })[]>`
      select wanted.id, wanted.metric, best.value, best."runId", best."runName"
      from unnest(${some.map((w) => w.id)}::text[], ${some.map((w) => w.metric)}::text[]) as wanted(id, metric)
      cross join lateral (
        select m.value, r.id as "runId", r.name as "runName" from run_metrics m join runs r on r.project_id = m.project_id and r.id = m.run_id
        where m.project_id = ${ctx.projectId} and m.key = wanted.metric and m.value is not null and r.experiment_id = wanted.id and r.archived_at is null
        order by ${lower ? sql`m.value asc nulls first, m.run_id asc nulls first` : sql`m.value desc nulls last, m.run_id desc nulls last`} limit 1
      ) best`;
  };
  const found = await Promise.all([ordered(false), ordered(true)]);
  return new Map(found.flat().map(({ id, ...best }) => [id, best]));
}

/** Experiments by last activity, with runs, failures and the best run of each; at most `shownExperiments` of `total`. */
export async function listExperiments(
  ctx: Context,
  search: string,
): Promise<{ experiments: ExperimentView[]; total: number }> {
  authorize(ctx, "project.view");
  const sql = ctx.db.$client;
  const words = `%${search
    .slice(0, 200)
    .replaceAll("\0", "")
    .replace(/[\\%_]/g, "\\$&")}%`;
  const [listed, counted] = await Promise.all([
    sql<Listed[]>`
      select e.id, e.name, e.family, e.use_case as "useCase", c.runs, a.n as archived, f.failed, f.running, c.last, coalesce(k.keys, '{}') as keys
      from experiments e
      cross join lateral (
        select count(*)::int as runs, to_char(max(started_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last
        from (select r.started_at from runs r where r.project_id = e.project_id and r.experiment_id = e.id
          order by r.experiment_id, r.started_at desc nulls last, r.id desc nulls last limit ${countLimit + 1}) newest
      ) c
      cross join lateral (
        select count(*) filter (where status in ('FAILED', 'KILLED'))::int as failed, count(*) filter (where status = 'RUNNING')::int as running
        from (select r.status from runs r where r.project_id = e.project_id and r.experiment_id = e.id and r.status <> 'FINISHED' and r.archived_at is null limit ${countLimit + 1}) open
      ) f
      cross join lateral (
        select count(*)::int as n from runs r where r.project_id = e.project_id and r.experiment_id = e.id and r.archived_at is not null
      ) a
      left join lateral (
        select array(select jsonb_object_keys(r.metrics)) as keys from runs r
        where r.project_id = e.project_id and r.experiment_id = e.id and r.status = 'FINISHED' and r.archived_at is null order by r.started_at desc nulls last, r.id desc nulls last limit 1
      ) k on true
      where e.project_id = ${ctx.projectId} and e.deleted_at is null and (e.name ilike ${words} or e.use_case ilike ${words})
      order by c.last desc nulls last, e.name limit ${shownExperiments}`,
    sql<
      { n: number }[]
    >`select count(*)::int as n from experiments e where e.project_id = ${ctx.projectId} and e.deleted_at is null and (e.name ilike ${words} or e.use_case ilike ${words})`,
  ]);
  const best = await loadBest(ctx, listed);
  return {
    total: counted[0]?.n ?? 0,
    experiments: listed.map(({ keys: _keys, last, runs, archived, ...rest }) => ({
      ...rest,
      runs: Math.max(0, Math.min(runs, countLimit) - archived),
      isMore: runs > countLimit,
      last: last ? new Date(last) : null,
      best: best.get(rest.id) ?? null,
    })),
  };
}

/** An experiment of this project by id; null when there is none. */
export async function findExperiment(ctx: Context, id: string): Promise<ExperimentHead | null> {
  authorize(ctx, "project.view");
  if (id.includes("\0")) return null;
  const [found] = await ctx.db.$client<ExperimentHead[]>`
    select e.id, e.name, e.family, e.use_case as "useCase" from experiments e where e.project_id = ${ctx.projectId} and e.id = ${id}`;
  return found ?? null;
}
