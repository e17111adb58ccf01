import "server-only";
import { and, eq, max } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { models, modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { conflict, notFound, preconditionFailed } from "@/lib/errors";
import { registerVersionInput } from "../schemas";
import { getVersionContent } from "../version-content-query";
import { versionDigest } from "../version-digest";
import { insertModel } from "./create-model";

export type RegisteredVersion = { versionId: string; modelName: string; version: number; digest: string };

/**
 * Registers a FINISHED run as the next version of a model, numbered under a lock on the model. Registering the same run
 * twice answers CONFLICT with the version it already is, so a double click makes one version.
 */
export async function registerVersion(ctx: AccountableContext, raw: unknown): Promise<RegisteredVersion> {
  authorize(ctx, "version.register");
  const input = registerVersionInput.parse(raw);
  if (input.newModel) authorize(ctx, "model.create");
  return withTransaction(ctx, async (tx) => {
    const registeredBy = await accountableUser(tx, ctx, "version.register");
    const model = await lockOrCreate(tx, ctx, input);
    const { run, content } = await getVersionContent(tx, ctx.projectId, input.runId);
    if (run.status !== "FINISHED") {
      throw preconditionFailed(`Run ${run.name} is ${run.status}; only a FINISHED run can become a model version.`, {
        status: run.status,
      });
    }
    if (run.archivedAt) throw preconditionFailed(`Run ${run.name} is archived; restore it before registering it.`);
    await assertNotRegistered(tx, ctx.projectId, model, run.id);
    const digest = versionDigest(content);
    if (input.seenDigest !== undefined && input.seenDigest !== digest) {
      throw conflict(
        `Run ${run.name} was imported again with other content since this form was opened. Look at it again before you register it.`,
        { digest },
      );
    }
    const [last] = await tx
      .select({ version: max(modelVersions.version) })
      .from(modelVersions)
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.modelId, model.id)));
    const version = (last?.version ?? 0) + 1;
    const versionId = ctx.newId();
    await tx.insert(modelVersions).values({
      projectId: ctx.projectId,
      id: versionId,
      modelId: model.id,
      version,
      runId: run.id,
      digest,
      description: input.description,
      registeredBy,
      registeredAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "version.registered",
      objectType: "version",
      objectId: versionId,
      payload: { model: model.name, modelId: model.id, version, runId: run.id, runName: run.name },
      objectDigest: digest,
    });
    return { versionId, modelName: model.name, version, digest };
  });
}

async function lockOrCreate(
  tx: Tx,
  ctx: AccountableContext,
  { modelId = "", newModel }: z.output<typeof registerVersionInput>,
) {
  if (newModel) {
    const made = await insertModel(tx, ctx, newModel);
    return { id: made.modelId, name: made.name };
  }
  const [model] = await tx
    .select({ id: models.id, name: models.name })
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId)))
    .for("update");
  if (!model) throw notFound(`Model ${modelId}`);
  return model;
}

async function assertNotRegistered(tx: Tx, projectId: number, model: { id: string; name: string }, runId: string) {
  const [same] = await tx
    .select({ id: modelVersions.id, version: modelVersions.version })
    .from(modelVersions)
    .where(
      and(eq(modelVersions.projectId, projectId), eq(modelVersions.modelId, model.id), eq(modelVersions.runId, runId)),
    );
  if (!same) return;
  throw conflict(`This run is registered already: it is version ${same.version} of ${model.name}.`, {
    model: model.name,
    version: same.version,
    versionId: same.id,
  });
}
