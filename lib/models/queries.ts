import "server-only";
import { and, asc, count, desc, eq, isNull, max, ne, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members, models, modelVersions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { listLiveTargets } from "./live-targets-query";

/** A model by its name, or null. */
export async function findModelByName(ctx: Context, name: string, db: Reader = ctx.db) {
  const [model] = await db
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.name, name)));
  return model ?? null;
}

/** A model by its id. Throws NOT_FOUND. */
export async function getModel(ctx: Context, modelId: string, db: Reader = ctx.db) {
  const [model] = await db
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId)));
  if (!model) throw notFound(`Model ${modelId}`);
  return model;
}

/** A version with its model, by the version's id. Throws NOT_FOUND. */
export async function getVersion(ctx: Context, versionId: string, db: Reader = ctx.db) {
  const [row] = await selectVersions(
    db,
    and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)),
  );
  if (!row) throw notFound(`Model version ${versionId}`);
  return row;
}

/** A version by its model's name and its number, or null. */
export async function findVersion(ctx: Context, name: string, version: number, db: Reader = ctx.db) {
  const [row] = await selectVersions(
    db,
    and(eq(modelVersions.projectId, ctx.projectId), eq(models.name, name), eq(modelVersions.version, version)),
  );
  return row ?? null;
}

function selectVersions(db: Reader, where: ReturnType<typeof and>) {
  return db
    .select({ version: modelVersions, model: models })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(where);
}

export type ModelListRow = Awaited<ReturnType<typeof listModels>>[number];

/** All models by name, each with its owner, newest version and what is live on which target. */
export async function listModels(ctx: Context) {
  const versions = ctx.db
    .select({
      modelId: modelVersions.modelId,
      versions: count().as("versions"),
      latest: max(modelVersions.version).as("latest"),
      registeredAt: max(modelVersions.registeredAt).as("registered_at"),
    })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, ctx.projectId), ne(modelVersions.status, "deleted")))
    .groupBy(modelVersions.modelId)
    .as("versions_of");
  const rows = await ctx.db
    .select({
      id: models.id,
      name: models.name,
      useCase: models.useCase,
      riskTier: models.riskTier,
      ownerName: users.name,
      versions: sql<number>`coalesce(${versions.versions}, 0)::int`,
      latest: versions.latest,
      registeredAt: versions.registeredAt,
    })
    .from(models)
    .leftJoin(users, eq(users.id, models.ownerUserId))
    .leftJoin(versions, eq(versions.modelId, models.id))
    .where(and(eq(models.projectId, ctx.projectId), isNull(models.deletedAt)))
    .orderBy(asc(sql`lower(${models.name})`), asc(models.id));
  const live = await listLiveTargets(ctx);
  return rows.map((row) => ({ ...row, live: live.filter((target) => target.modelId === row.id) }));
}

/** Members who can own a model, by name. */
export async function listPossibleOwners(ctx: Context) {
  return ctx.db
    .selectDistinct({ userId: users.id, name: users.name, title: users.title })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.projectId, ctx.projectId), sql`${users.disabledAt} is null`))
    .orderBy(asc(users.name));
}

/** Versions made from this run, in any model. */
export async function listVersionsOfRun(ctx: Context, runId: string) {
  return ctx.db
    .select({
      versionId: modelVersions.id,
      version: modelVersions.version,
      modelName: models.name,
      digest: modelVersions.digest,
    })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.runId, runId),
        ne(modelVersions.status, "deleted"),
      ),
    )
    .orderBy(asc(models.name), desc(modelVersions.version));
}
