import "server-only";
import { and, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { models, modelVersions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";

/** The id of a version by its model's name and its number. Throws NOT_FOUND. */
export async function findVersionId(ctx: Context, db: Reader, model: string, version: number): Promise<string> {
  const [row] = await db
    .select({ id: modelVersions.id })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(and(eq(models.projectId, ctx.projectId), eq(models.name, model), eq(modelVersions.version, version)));
  if (!row) throw notFound(`Version ${version} of model ${model.slice(0, 120)}`);
  return row.id;
}
