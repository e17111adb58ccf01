import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { models, modelVersions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { doesNotExist, invalidValue } from "../wire/errors";

const shown = (name: string) => name.slice(0, 256);

/** A registered model by its name. RESOURCE_DOES_NOT_EXIST when there is none, also for one that was deleted. */
export async function requireModel(ctx: Context, name: string, db: Reader = ctx.db) {
  const [model] = await db
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.name, name), isNull(models.deletedAt)));
  if (!model) throw doesNotExist(`Registered Model with name=${shown(name)} not found`);
  return model;
}

/** A version by its model's name and its number, which clients send as text. */
export async function requireVersion(ctx: Context, name: string, version: string, db: Reader = ctx.db) {
  if (!/^\d{1,9}$/.test(version))
    throw invalidValue(`Parameter 'version' must be an integer, got '${version.slice(0, 100)}'.`);
  const model = await requireModel(ctx, name, db);
  const [found] = await db
    .select()
    .from(modelVersions)
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.modelId, model.id),
        eq(modelVersions.version, Number(version)),
        ne(modelVersions.status, "deleted"),
      ),
    );
  if (!found) throw doesNotExist(`Model Version (name=${shown(name)}, version=${version}) not found`);
  return { model, version: found };
}
