import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";

/** The newest runs that the version is taken over: about a page. */
const looked = 50;

/** A short text that is another one when a run came in, ended or was archived among the newest. One walk of an index, whatever the size. */
export async function readRunsVersion(ctx: Context, experimentId: string | null): Promise<string> {
  authorize(ctx, "project.view");
  const sql = ctx.db.$client;
  const scope = experimentId === null ? sql`` : sql`and experiment_id = ${experimentId}`;
  const [row] = await sql<{ version: string | null }[]>`
    select md5(string_agg(id || status || coalesce(content_digest, '') || (archived_at is null)::text, ',')) as version from (
      select id, status, content_digest, archived_at from runs where project_id = ${ctx.projectId} ${scope}
      order by ${experimentId === null ? sql`` : sql`experiment_id,`} started_at desc nulls last, id desc nulls last limit ${looked}) newest`;
  return row?.version ?? "none";
}
