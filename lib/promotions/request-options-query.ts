import "server-only";
import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import { environments, members, models, modelVersions, promotions, runs, targets, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { listComparisonChoices } from "@/lib/experiments/comparisons-query";
import { openStates } from "./promotion-state";

export type RequestOptions = Awaited<ReturnType<typeof readRequestOptions>>;

/** What can be asked for: models with versions and targets, what serves there, what is asked already, who can own a step, what can be attached. */
export async function readRequestOptions(ctx: Context) {
  const { db, projectId } = ctx;
  const [modelRows, versionRows, targetRows, open, people, comparisons] = await Promise.all([
    db
      .select({ id: models.id, name: models.name, riskTier: models.riskTier, ownerUserId: models.ownerUserId })
      .from(models)
      .where(and(eq(models.projectId, projectId), isNull(models.deletedAt)))
      .orderBy(asc(models.name)),
    db
      .select({ id: modelVersions.id, modelId: modelVersions.modelId, version: modelVersions.version, run: runs.name })
      .from(modelVersions)
      .innerJoin(runs, and(eq(runs.projectId, modelVersions.projectId), eq(runs.id, modelVersions.runId)))
      .where(and(eq(modelVersions.projectId, projectId), eq(modelVersions.status, "active")))
      .orderBy(desc(modelVersions.version)),
    db
      .select({
        id: targets.id,
        modelId: targets.modelId,
        name: targets.name,
        environment: targets.environment,
        liveVersionId: targets.stableVersionId,
        live: modelVersions.version,
      })
      .from(targets)
      .innerJoin(
        environments,
        and(eq(environments.projectId, targets.projectId), eq(environments.name, targets.environment)),
      )
      .leftJoin(
        modelVersions,
        and(eq(modelVersions.projectId, targets.projectId), eq(modelVersions.id, targets.stableVersionId)),
      )
      .where(eq(targets.projectId, projectId))
      .orderBy(asc(environments.position), asc(targets.name)),
    db
      .select({ number: promotions.number, versionId: promotions.versionId, environment: promotions.environment })
      .from(promotions)
      .where(and(eq(promotions.projectId, projectId), inArray(promotions.state, [...openStates]))),
    db
      .selectDistinct({ userId: users.id, name: users.name })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.projectId, projectId), isNull(users.disabledAt)))
      .orderBy(asc(users.name)),
    listComparisonChoices(ctx),
  ]);
  return {
    models: modelRows.map((model) => ({
      ...model,
      versions: versionRows.filter((version) => version.modelId === model.id),
      targets: targetRows.filter((target) => target.modelId === model.id),
    })),
    open,
    people,
    comparisons,
  };
}
