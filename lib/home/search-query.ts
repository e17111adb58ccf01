import "server-only";
import { and, asc, desc, eq, ilike, isNull, like, or, type SQL, sql } from "drizzle-orm";
import { models, modelVersions, promotions, rollouts, targets } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { paths } from "@/lib/paths";
import { findAliases, findLoggedModels, findTags } from "./registry-search-query";
import { findComparisons, findDatasets, findExperiments, findFeatures, findRuns } from "./run-search-query";
import type { HitGroup } from "./search-hit";
import { parseSearch, type SearchTerms } from "./search-terms";

const perGroup = 6;

/**
 * Models, versions, aliases, promotions, rollouts, experiments, runs, saved comparisons, logged models, tags, datasets and features that
 * answer a query by name, number, id, commit or digest.
 */
export async function searchProject(ctx: Context, project: string, query: string): Promise<HitGroup[]> {
  authorize(ctx, "project.view");
  const terms = parseSearch(query);
  if (terms.text.length < 2) return [];
  const groups = await Promise.all([
    findPromotions(ctx, project, terms),
    findRollouts(ctx, project, terms),
    findModels(ctx, project, terms),
    findVersions(ctx, project, terms),
    findAliases(ctx, project, terms),
    findExperiments(ctx, project, terms),
    findRuns(ctx, project, terms),
    findComparisons(ctx, project, terms),
    findLoggedModels(ctx, project, terms),
    findTags(ctx, project, terms),
    findDatasets(ctx, project, terms),
    findFeatures(ctx, project, terms),
  ]);
  return groups.filter((group) => group.hits.length > 0);
}

/** Exact names first, then those that start with the text. */
const closeness = (name: SQL, { text, startsWith }: SearchTerms) =>
  sql`case when lower(${name}) = lower(${text}) then 0 when ${name} ilike ${startsWith} then 1 else 2 end`;

async function findModels(ctx: Context, project: string, terms: SearchTerms): Promise<HitGroup> {
  const found = await ctx.db
    .select({ id: models.id, name: models.name, useCase: models.useCase })
    .from(models)
    .where(
      and(
        eq(models.projectId, ctx.projectId),
        isNull(models.deletedAt),
        or(ilike(models.name, terms.contains), ilike(models.useCase, terms.contains)),
      ),
    )
    .orderBy(closeness(sql`${models.name}`, terms), asc(models.name))
    .limit(perGroup);
  return {
    heading: "Models",
    hits: found.map((m) => ({ id: m.id, label: m.name, hint: m.useCase, href: paths.model(project, m.name) })),
  };
}

async function findVersions(
  ctx: Context,
  project: string,
  { version, hex, text, startsWith }: SearchTerms,
): Promise<HitGroup> {
  const wanted = or(
    version
      ? and(
          ilike(models.name, `%${version.name.replace(/[\\%_]/g, "\\$&")}%`),
          eq(modelVersions.version, version.number),
        )
      : undefined,
    hex ? like(modelVersions.digest, `sha256:${hex}%`) : undefined,
    like(modelVersions.id, startsWith),
    eq(models.name, text),
  );
  const found = await ctx.db
    .select({ id: modelVersions.id, version: modelVersions.version, name: models.name, digest: modelVersions.digest })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(and(eq(modelVersions.projectId, ctx.projectId), wanted))
    .orderBy(desc(modelVersions.registeredAt))
    .limit(perGroup);
  return {
    heading: "Versions",
    hits: found.map((v) => ({
      id: v.id,
      label: `${v.name} version ${v.version}`,
      hint: v.digest.slice(7, 15),
      href: paths.version(project, v.name, v.version),
    })),
  };
}

async function findPromotions(
  ctx: Context,
  project: string,
  { number, kind, contains }: SearchTerms,
): Promise<HitGroup> {
  const byNumber = number !== null && kind !== "rollout" ? eq(promotions.number, number) : undefined;
  const found = await ctx.db
    .select({
      id: promotions.id,
      number: promotions.number,
      state: promotions.state,
      environment: promotions.environment,
      name: models.name,
      version: modelVersions.version,
    })
    .from(promotions)
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .where(and(eq(promotions.projectId, ctx.projectId), byNumber ?? ilike(models.name, contains)))
    .orderBy(desc(promotions.number))
    .limit(perGroup);
  return {
    heading: "Promotions",
    hits: found.map((p) => ({
      id: p.id,
      label: `P-${p.number} ${p.name} version ${p.version} to ${p.environment}`,
      hint: p.state.replaceAll("_", " "),
      href: paths.promotion(project, p.number),
    })),
  };
}

async function findRollouts(ctx: Context, project: string, { number, kind, contains }: SearchTerms): Promise<HitGroup> {
  const byNumber = number !== null && kind !== "promotion" ? eq(rollouts.number, number) : undefined;
  const found = await ctx.db
    .select({ id: rollouts.id, number: rollouts.number, state: rollouts.state, target: targets.name })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .where(and(eq(rollouts.projectId, ctx.projectId), byNumber ?? ilike(targets.name, contains)))
    .orderBy(desc(rollouts.number))
    .limit(perGroup);
  return {
    heading: "Rollouts",
    hits: found.map((r) => ({
      id: r.id,
      label: `R-${r.number} on ${r.target}`,
      hint: r.state.replaceAll("_", " ").toLowerCase(),
      href: paths.rollout(project, r.number),
    })),
  };
}
