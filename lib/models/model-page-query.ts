import "server-only";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { models, modelVersions, promotions, riskRevisions, runs, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { latestValues } from "@/lib/experiments/metric-values";
import { listLiveTargets } from "./live-targets-query";
import { openPromotionStates } from "./open-promotion-states";
import { versionMetrics } from "./version-metrics";

export type ModelPage = NonNullable<Awaited<ReturnType<typeof findModelPage>>>;
export type ModelVersionListRow = ModelPage["versions"][number];

/** Everything the page of one model shows, or null. */
export async function findModelPage(ctx: Context, name: string) {
  const owner = alias(users, "owner");
  const [found] = await ctx.db
    .select({ model: models, ownerName: owner.name, ownerTitle: owner.title })
    .from(models)
    .leftJoin(owner, eq(owner.id, models.ownerUserId))
    .where(and(eq(models.projectId, ctx.projectId), eq(models.name, name)));
  if (!found) return null;
  const { model } = found;
  const [versions, live, tiers, open] = await Promise.all([
    ctx.db
      .select({
        id: modelVersions.id,
        version: modelVersions.version,
        digest: modelVersions.digest,
        status: modelVersions.status,
        description: modelVersions.description,
        cardRevision: modelVersions.cardRevision,
        registeredAt: modelVersions.registeredAt,
        registeredBy: users.name,
        runId: runs.id,
        runName: runs.name,
        metrics: latestValues(versionMetrics),
      })
      .from(modelVersions)
      .innerJoin(runs, and(eq(runs.projectId, modelVersions.projectId), eq(runs.id, modelVersions.runId)))
      .innerJoin(users, eq(users.id, modelVersions.registeredBy))
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.modelId, model.id)))
      .orderBy(desc(modelVersions.version)),
    listLiveTargets(ctx, model.id),
    ctx.db
      .select({
        revision: riskRevisions.revision,
        tier: riskRevisions.tier,
        reason: riskRevisions.reason,
        editedAt: riskRevisions.editedAt,
        editedBy: users.name,
      })
      .from(riskRevisions)
      .innerJoin(users, eq(users.id, riskRevisions.editedBy))
      .where(and(eq(riskRevisions.projectId, ctx.projectId), eq(riskRevisions.modelId, model.id)))
      .orderBy(desc(riskRevisions.revision)),
    ctx.db
      .select({
        number: promotions.number,
        state: promotions.state,
        environment: promotions.environment,
        versionId: promotions.versionId,
      })
      .from(promotions)
      .where(
        and(
          eq(promotions.projectId, ctx.projectId),
          eq(promotions.modelId, model.id),
          inArray(promotions.state, [...openPromotionStates]),
        ),
      )
      .orderBy(asc(promotions.number)),
  ]);
  return { ...found, versions, live, tiers, openPromotions: open };
}
