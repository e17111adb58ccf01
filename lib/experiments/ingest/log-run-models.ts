import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { runIsDeleted } from "./run-states";

export type RunModel = { modelId: string; step: number };

/**
 * Says which logged models a run read, or made at which step. One that is on record is passed over. The run's row is written anew, so
 * that whoever kept a copy of the run sees that it is of before.
 */
export async function logRunModels(
  ctx: Context,
  runId: string,
  role: "input" | "output",
  models: readonly RunModel[],
): Promise<void> {
  authorize(ctx, "run.import");
  const sql = ctx.db.$client;
  const [run] = await sql<{ deleted: boolean }[]>`
    with head as materialized (
      select project_id, id, archived_at is not null as deleted from runs where project_id = ${ctx.projectId} and id = ${runId} for no key update
    ), added as (
      insert into run_models (project_id, run_id, role, model_id, step, created_at)
      select head.project_id, head.id, ${role}, m.model_id, m.step, ${ctx.now().toISOString()}::text::timestamptz
      from head, unnest(${models.map((m) => m.modelId)}::text[], ${models.map((m) => m.step)}::int8[]) as m(model_id, step)
      where not head.deleted
      order by m.model_id
      on conflict do nothing
      returning run_id
    ), written as (
      update runs set status = status where project_id = ${ctx.projectId} and id = ${runId} and exists (select from added)
    )
    select deleted from head`;
  if (!run) throw notFound(`Run ${runId}`);
  if (run.deleted) throw runIsDeleted(runId);
}
