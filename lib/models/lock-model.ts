import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { models, modelVersions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";

/** Locks a model for this transaction and reads it as it is then. Throws NOT_FOUND, also for one that was deleted. */
export async function lockModel(tx: Tx, ctx: Context, modelId: string) {
  const [model] = await tx
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId), isNull(models.deletedAt)))
    .for("update");
  if (!model) throw notFound(`Model ${modelId}`);
  return model;
}

/** Locks a version for this transaction, with its model. Throws NOT_FOUND, also for one that was deleted. */
export async function lockVersion(tx: Tx, ctx: Context, versionId: string) {
  const where = and(
    eq(modelVersions.projectId, ctx.projectId),
    eq(modelVersions.id, versionId),
    ne(modelVersions.status, "deleted"),
  );
  const [version] = await tx.select().from(modelVersions).where(where).for("update");
  const [model] = version
    ? await tx
        .select()
        .from(models)
        .where(and(eq(models.projectId, ctx.projectId), eq(models.id, version.modelId)))
    : [];
  if (!version || !model) throw notFound(`Model version ${versionId}`);
  return { version, model };
}

/** Notes that a model changed, as clients are told. */
export async function touchModel(tx: Tx, ctx: Context, modelId: string): Promise<void> {
  await tx
    .update(models)
    .set({ updatedAt: ctx.now() })
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId)));
}
