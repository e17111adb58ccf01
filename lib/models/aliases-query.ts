import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { freeAliases, modelAliases, modelVersions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { bindingOf, boundName, foldAlias, versionsServing } from "./alias";
import { readServing } from "./serving-query";

export type AliasView = {
  alias: string;
  /** Where it leads; several when targets of its environment differ, none when nothing serves there. */
  versions: number[];
  /** The environment or target that moves it; null = clients do. */
  boundTo: string | null;
  /** Who took it out of governance, and why. */
  freed: { by: string; at: Date; reason: string; boundTo: string } | null;
  set: { by: string; at: Date } | null;
};

const customary = ["champion"];

/** Aliases of a model: those that follow what serves, those that clients move, and those that were freed. */
export async function listAliases(ctx: Context, modelId: string): Promise<AliasView[]> {
  const own = { projectId: ctx.projectId, modelId };
  const [{ places, serving, free }, stored, freed] = await Promise.all([
    readServing(ctx.db, ctx.projectId, modelId),
    ctx.db
      .select({
        alias: modelAliases.alias,
        version: modelVersions.version,
        by: users.name,
        at: modelAliases.setAt,
      })
      .from(modelAliases)
      .innerJoin(
        modelVersions,
        and(eq(modelVersions.projectId, modelAliases.projectId), eq(modelVersions.id, modelAliases.versionId)),
      )
      .innerJoin(users, eq(users.id, modelAliases.setBy))
      .where(and(eq(modelAliases.projectId, own.projectId), eq(modelAliases.modelId, own.modelId)))
      .orderBy(asc(modelAliases.alias)),
    ctx.db
      .select({ alias: freeAliases.alias, by: users.name, at: freeAliases.freedAt, reason: freeAliases.reason })
      .from(freeAliases)
      .innerJoin(users, eq(users.id, freeAliases.freedBy))
      .where(and(eq(freeAliases.projectId, own.projectId), eq(freeAliases.modelId, own.modelId)))
      .orderBy(asc(freeAliases.alias)),
  ]);
  const bound = [...places.environments, ...customary, ...places.targets].flatMap((alias): AliasView[] => {
    const binding = free.has(foldAlias(alias)) ? null : bindingOf(alias, places);
    if (!binding) return [];
    return [
      {
        alias,
        versions: versionsServing(binding, serving),
        boundTo: boundName(alias, binding),
        freed: null,
        set: null,
      },
    ];
  });
  const seen = new Set(bound.map(({ alias }) => foldAlias(alias)));
  const moved = stored
    .filter(({ alias }) => !seen.has(foldAlias(alias)) && (free.has(foldAlias(alias)) || !bindingOf(alias, places)))
    .map(({ alias, version, by, at }): AliasView => {
      const loose = freed.find((one) => one.alias === foldAlias(alias));
      const binding = bindingOf(alias, places);
      return {
        ...{ alias, versions: [version], boundTo: null, set: { by, at } },
        freed: loose && binding ? { ...loose, boundTo: boundName(alias, binding) } : null,
      };
    });
  const unset = freed
    .filter(({ alias }) => !moved.some((one) => foldAlias(one.alias) === alias))
    .flatMap(({ alias, ...why }): AliasView[] => {
      const binding = bindingOf(alias, places);
      return binding
        ? [{ alias, versions: [], boundTo: null, freed: { ...why, boundTo: boundName(alias, binding) }, set: null }]
        : [];
    });
  const unique = bound.filter(
    ({ alias }, index) => bound.findIndex((one) => foldAlias(one.alias) === foldAlias(alias)) === index,
  );
  return [...unique, ...moved, ...unset];
}
