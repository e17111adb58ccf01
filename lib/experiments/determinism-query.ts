import "server-only";
import type { Context } from "@/lib/context";

export type Nondeterminism = { runId: string; runName: string; startedAt: Date; differing: string[] };

/** Figures that measure the machine, not the model: they differ between equal runs. */
const measured = ["latency_%", "fit_seconds", "train_seconds", "duration_seconds", "model_size_bytes"];

/**
 * Finished runs with the same six axes and seed as this one but other results: the recipe does not determine the result. Times and sizes
 * are not compared; a run that lacks an axis is never judged. Newest first, at most 20.
 */
export async function findNondeterminism(ctx: Context, runId: string): Promise<Nondeterminism[]> {
  const found = await ctx.db.$client<{ runId: string; runName: string; started: string; differing: string[] }[]>`
    select o.id as "runId", o.name as "runName", to_char(o.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as started, d.differing
    from runs r
    join runs o on o.project_id = r.project_id and o.id <> r.id and o.status = 'FINISHED' and o.hyperparameters = r.hyperparameters
      and o.code_commit = r.code_commit and o.dataset_snapshot = r.dataset_snapshot and o.feature_definitions = r.feature_definitions
      and o.runtime_image = r.runtime_image and o.seed_policy = r.seed_policy
      and o.axis_details->'seed' is not distinct from r.axis_details->'seed' and o.eval_dataset_digest is not distinct from r.eval_dataset_digest
    cross join lateral (
      select array_agg(a.key order by a.key) as differing from run_metrics a
      join run_metrics b on b.project_id = a.project_id and b.run_id = o.id and b.key = a.key and b.value is distinct from a.value
      where a.project_id = r.project_id and a.run_id = r.id and not a.key like any(${measured}::text[])
    ) d
    where r.project_id = ${ctx.projectId} and r.id = ${runId} and r.status = 'FINISHED' and d.differing is not null
    order by o.started_at desc limit 20`;
  return found.map(({ started, ...rest }) => ({ ...rest, startedAt: new Date(started) }));
}
