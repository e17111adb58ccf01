import "server-only";
import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import type { Reader } from "@/db/client";
import {
  environments,
  freeAliases,
  type ModelRow,
  type ModelVersionRow,
  modelAliases,
  modelVersions,
  targets,
} from "@/db/schema";
import type { Context } from "@/lib/context";
import { bindingOf, boundAliases, foldAlias, type Serving } from "@/lib/models/alias";
import { type Stage, stageOf } from "@/lib/models/stage";
import { type VersionMessage, versionMessage } from "./message";

type Alias = { alias: string; version: number };
/** What is true of a model besides its row: where it serves, and its aliases by version. */
export type ModelState = { environments: string[]; serving: Serving[]; aliases: Alias[] };

/** Where models serve and which aliases they have, in one round for all of them. */
export async function readModelStates(
  ctx: Context,
  modelIds: readonly string[],
  db: Reader = ctx.db,
): Promise<Map<string, ModelState>> {
  const ids = [...new Set(modelIds)];
  if (ids.length === 0) return new Map();
  const [places, targetRows, stored, free] = await Promise.all([
    db
      .select({ name: environments.name })
      .from(environments)
      .where(eq(environments.projectId, ctx.projectId))
      .orderBy(asc(environments.position)),
    db
      .select({
        modelId: targets.modelId,
        target: targets.name,
        environment: targets.environment,
        version: modelVersions.version,
      })
      .from(targets)
      .leftJoin(
        modelVersions,
        and(eq(modelVersions.projectId, targets.projectId), eq(modelVersions.id, targets.stableVersionId)),
      )
      .where(and(eq(targets.projectId, ctx.projectId), inArray(targets.modelId, ids)))
      .orderBy(asc(targets.name)),
    db
      .select({ modelId: modelAliases.modelId, alias: modelAliases.alias, version: modelVersions.version })
      .from(modelAliases)
      .innerJoin(
        modelVersions,
        and(eq(modelVersions.projectId, modelAliases.projectId), eq(modelVersions.id, modelAliases.versionId)),
      )
      .where(and(eq(modelAliases.projectId, ctx.projectId), inArray(modelAliases.modelId, ids)))
      .orderBy(asc(modelAliases.alias)),
    db
      .select({ modelId: freeAliases.modelId, alias: freeAliases.alias })
      .from(freeAliases)
      .where(and(eq(freeAliases.projectId, ctx.projectId), inArray(freeAliases.modelId, ids))),
  ]);
  const names = places.map(({ name }) => name);
  return new Map(
    ids.map((id) => {
      const serving = targetRows.filter(({ modelId }) => modelId === id);
      const where = { environments: names, targets: serving.map(({ target }) => target) };
      const freed = new Set(free.filter(({ modelId }) => modelId === id).map(({ alias }) => alias));
      const own = stored.filter(
        ({ modelId, alias }) => modelId === id && (freed.has(foldAlias(alias)) || !bindingOf(alias, where)),
      );
      const aliases = [
        ...own.map(({ alias, version }) => ({ alias, version })),
        ...boundAliases(where, serving, freed),
      ];
      return [id, { environments: names, serving, aliases }] as const;
    }),
  );
}

const nowhere: ModelState = { environments: [], serving: [], aliases: [] };

const tell = (version: ModelVersionRow, model: string, { serving, environments: names, aliases }: ModelState) =>
  versionMessage(version, {
    model,
    stage: stageOf(version, serving, names),
    aliases: aliases.filter((entry) => entry.version === version.version).map(({ alias }) => alias),
  });

/** Versions as the wire says them, in the order given. */
export async function describeVersions(
  ctx: Context,
  versions: readonly { version: ModelVersionRow; model: Pick<ModelRow, "id" | "name"> }[],
): Promise<VersionMessage[]> {
  const states = await readModelStates(
    ctx,
    versions.map(({ model }) => model.id),
  );
  return versions.map(({ version, model }) => tell(version, model.name, states.get(model.id) ?? nowhere));
}

/** The newest version of each model in each stage, by model. */
export async function readLatestVersions(
  ctx: Context,
  found: readonly Pick<ModelRow, "id" | "name">[],
  states: Map<string, ModelState>,
): Promise<Map<string, { stage: Stage; message: VersionMessage }[]>> {
  const names = new Map(found.map(({ id, name }) => [id, name]));
  const latest = new Map<string, { stage: Stage; message: VersionMessage }[]>();
  if (names.size === 0) return latest;
  const rows = await ctx.db
    .select()
    .from(modelVersions)
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        inArray(modelVersions.modelId, [...names.keys()]),
        ne(modelVersions.status, "deleted"),
      ),
    )
    .orderBy(desc(modelVersions.version));
  for (const row of rows) {
    const message = tell(row, names.get(row.modelId) ?? "", states.get(row.modelId) ?? nowhere);
    const own = latest.get(row.modelId) ?? [];
    if (own.some(({ stage }) => stage === message.current_stage)) continue;
    latest.set(row.modelId, [...own, { stage: message.current_stage, message }]);
  }
  return latest;
}
