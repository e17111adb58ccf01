import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { DomainError, notFound } from "@/lib/errors";

/** Why nothing was changed: the experiment is unknown, deleted, or has no such tag. */
async function explain(ctx: Context, experimentId: string, key: string): Promise<DomainError> {
  const [experiment] = await ctx.db.$client<{ deleted: boolean }[]>`
    select deleted_at is not null as deleted from experiments where project_id = ${ctx.projectId} and id = ${experimentId}`;
  if (!experiment) return notFound(`Experiment ${experimentId}`);
  if (!experiment.deleted) return notFound(`Tag ${key} of experiment ${experimentId}`);
  return new DomainError(
    "INVALID_INPUT",
    `The experiment ${experimentId} must be in the 'active' state. Current state is deleted.`,
  );
}

/** Sets a tag of an experiment; an older value is overwritten. */
export async function setExperimentTag(ctx: Context, experimentId: string, key: string, value: string): Promise<void> {
  authorize(ctx, "run.import");
  const { count } = await ctx.db.$client`
    update experiments set tags = tags || jsonb_build_object(${key}::text, ${value}::text)
    where project_id = ${ctx.projectId} and id = ${experimentId} and deleted_at is null`;
  if (count === 0) throw await explain(ctx, experimentId, key);
}

/** Takes a tag of an experiment away; NOT_FOUND when it has none of that name. */
export async function deleteExperimentTag(ctx: Context, experimentId: string, key: string): Promise<void> {
  authorize(ctx, "run.import");
  const { count } = await ctx.db.$client`
    update experiments set tags = tags - ${key}::text
    where project_id = ${ctx.projectId} and id = ${experimentId} and deleted_at is null and tags ? ${key}`;
  if (count === 0) throw await explain(ctx, experimentId, key);
}
