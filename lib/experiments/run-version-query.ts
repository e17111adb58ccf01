import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { maxMetrics } from "./run-queries";

/** A short text that is another one when what the run's page shows has changed: its state, its metrics or their histories. Bounded like the page. */
export async function readRunVersion(ctx: Context, runId: string): Promise<string | null> {
  authorize(ctx, "project.view");
  if (runId.includes("\0")) return null;
  const sql = ctx.db.$client;
  const [row] = await sql<{ version: string }[]>`
    select md5(r.status || coalesce(r.content_digest, '') || r.slice_count || (r.archived_at is null)::text || r.params::text || coalesce(m.figures, '')) as version
    from runs r left join lateral (
      select string_agg(concat_ws(' ', key, points, step, at, value, raw), ',') as figures from (
        select key, points, step, at, value, raw from run_metrics where project_id = r.project_id and run_id = r.id order by key limit ${maxMetrics}) listed
    ) m on true
    where r.project_id = ${ctx.projectId} and r.id = ${runId}`;
  return row?.version ?? null;
}
