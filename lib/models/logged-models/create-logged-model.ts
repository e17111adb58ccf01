import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { experiments, type LoggedModelRow, loggedModels, runs } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { DomainError, invalidInput, notFound } from "@/lib/errors";
import { nameOf } from "./logged-model";
import { type CreateLoggedModelInput, createLoggedModelInput } from "./schemas";

/**
 * Notes a model that a client is about to upload. It is telemetry, like the metrics of a run: governed only once it is
 * registered, and on record in the log when it is finished.
 */
export async function createLoggedModel(ctx: Context, raw: CreateLoggedModelInput): Promise<LoggedModelRow> {
  authorize(ctx, "logged_model.log");
  const input = createLoggedModelInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await assertExperiment(tx, ctx, input.experimentId);
    if (input.sourceRunId) await assertRun(tx, ctx, input.sourceRunId);
    const id = `m-${ctx.newId()}`;
    const at = ctx.now();
    const [model] = await tx
      .insert(loggedModels)
      .values({
        projectId: ctx.projectId,
        id,
        experimentId: input.experimentId,
        name: input.name ?? nameOf(id),
        modelType: input.modelType,
        sourceRunId: input.sourceRunId,
        status: "PENDING",
        params: input.params,
        tags: input.tags,
        createdBy: ctx.actor.kind === "token" ? ctx.actor.ownerUserId : null,
        createdAt: at,
        updatedAt: at,
      })
      .returning();
    if (!model) throw new Error("the logged model was not stored");
    return model;
  });
}

async function assertExperiment(tx: Tx, ctx: Context, id: string): Promise<void> {
  const [found] = await tx
    .select({ deletedAt: experiments.deletedAt })
    .from(experiments)
    .where(and(eq(experiments.projectId, ctx.projectId), eq(experiments.id, id)));
  if (!found) throw new DomainError("NOT_FOUND", `No Experiment with id=${id.slice(0, 100)} exists`);
  if (found.deletedAt)
    throw invalidInput(
      "experiment_id",
      `The experiment ${id} must be in the 'active' state. Current state is deleted.`,
    );
}

async function assertRun(tx: Tx, ctx: Context, id: string): Promise<void> {
  const [found] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), eq(runs.id, id)));
  if (!found) throw notFound(`Run with id=${id.slice(0, 100)}`);
}
