import "server-only";
import type { RunStatus } from "@/db/enums";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { DomainError, notFound } from "@/lib/errors";
import { findOwners } from "../find-owners";
import type { Derive } from "./derived-columns";
import { loggedSource } from "./run-states";

export type NewLoggedRun = {
  experimentId: string;
  name: string;
  startedAt: Date;
  /** The user name as the client says it; an e-mail of a member makes that member the owner. */
  user: string;
  tags: Record<string, string>;
};
export type CreatedRun = { runId: string; artifactLocation: string | null };

/** Starts a run that a client will log to. Throws NOT_FOUND for an unknown experiment, INVALID_INPUT for a deleted one. */
export async function createRun(ctx: Context, input: NewLoggedRun, derive: Derive): Promise<CreatedRun> {
  authorize(ctx, "run.import");
  const { experimentId, name, startedAt, user, tags } = input;
  const ownerOf = await findOwners(ctx.db, ctx, [user || null]);
  const owner = ownerOf(user.includes("@") ? user : null);
  const d = derive({ params: {}, tags, inputs: [] });
  const runId = ctx.newId();
  const status: RunStatus = "RUNNING";
  const [made] = await ctx.db.$client<{ artifactLocation: string | null }[]>`
    with made as (
      insert into runs (project_id, id, experiment_id, name, intent, algorithm, status, owner_user_id, owner_name, reported_user, started_at,
        code_commit, dataset_snapshot, feature_definitions, hyperparameters, runtime_image, seed_policy, axis_details, eval_dataset_digest,
        eval_rows, threshold, threshold_rule, tags, source, imported_at)
      select e.project_id, ${runId}, e.id, ${name}, ${d.intent}, ${d.algorithm}, ${status}, ${owner.userId}, ${owner.name}, ${user},
        ${startedAt.toISOString()}::text::timestamptz, ${d.codeCommit}, ${d.datasetSnapshot}, ${d.featureDefinitions}, ${d.hyperparameters}, ${d.runtimeImage},
        ${d.seedPolicy}, ${JSON.stringify(d.axisDetails)}::text::jsonb, ${d.evalDatasetDigest}, ${d.evalRows}, ${d.threshold}, ${d.thresholdRule},
        ${JSON.stringify(tags)}::text::jsonb, ${loggedSource}, ${ctx.now().toISOString()}::text::timestamptz
      from experiments e where e.project_id = ${ctx.projectId} and e.id = ${experimentId} and e.deleted_at is null
      returning project_id, experiment_id
    )
    select e.artifact_location as "artifactLocation" from made join experiments e on e.project_id = made.project_id and e.id = made.experiment_id`;
  if (made) return { runId, artifactLocation: made.artifactLocation };
  const [experiment] = await ctx.db.$client`
    select 1 from experiments where project_id = ${ctx.projectId} and id = ${experimentId}`;
  if (!experiment) throw notFound(`Experiment ${experimentId}`);
  throw new DomainError(
    "INVALID_INPUT",
    `The experiment ${experimentId} must be in the 'active' state. Current state is deleted.`,
  );
}
