import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import {
  environments,
  models,
  modelVersions,
  promotionDecisions,
  promotions,
  rollouts,
  servingPeriods,
  type TargetRow,
  targets,
} from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { noteWaivers } from "@/lib/promotions/waivers-query";
import { listServingEmergencies } from "./emergencies-query";

export type VersionRef = { id: string; version: number; model: string };
export type TargetView = Awaited<ReturnType<typeof listTargets>>[number];

const runningStates = sql`${rollouts.state} NOT IN ('COMPLETED', 'ROLLED_BACK', 'CANCELLED', 'SUPERSEDED')`;

/** Versions by id with their model's name, for every id given. */
export async function namedVersions(ctx: Context, ids: readonly (string | null)[]): Promise<Map<string, VersionRef>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      id: modelVersions.id,
      version: modelVersions.version,
      model: models.name,
    })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(and(eq(modelVersions.projectId, ctx.projectId), inArray(modelVersions.id, wanted)));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Every target with what it serves, since when, and the rollout under way; in the order of environments. */
export async function listTargets(ctx: Context) {
  authorize(ctx, "project.view");
  const rows = await ctx.db
    .select({
      target: targets,
      model: models.name,
      riskTier: models.riskTier,
      position: environments.position,
    })
    .from(targets)
    .innerJoin(models, and(eq(models.projectId, targets.projectId), eq(models.id, targets.modelId)))
    .innerJoin(
      environments,
      and(eq(environments.projectId, targets.projectId), eq(environments.name, targets.environment)),
    )
    .where(eq(targets.projectId, ctx.projectId))
    .orderBy(desc(environments.position), asc(targets.name));
  const [versions, running, approved] = await Promise.all([
    namedVersions(
      ctx,
      rows.flatMap(({ target }) => [target.stableVersionId, target.desired.candidateVersionId]),
    ),
    ctx.db
      .select()
      .from(rollouts)
      .where(and(eq(rollouts.projectId, ctx.projectId), runningStates)),
    approvals(
      ctx,
      rows.map((row) => row.target),
    ),
  ]);
  const served = rows.flatMap(({ target }) =>
    [target.stableVersionId, target.desired.candidateVersionId].flatMap((versionId) =>
      versionId ? [{ versionId, environment: target.environment, targetId: target.id }] : [],
    ),
  );
  const now = ctx.now();
  const [waived, emergencies] = await Promise.all([noteWaivers(ctx, served, now), listServingEmergencies(ctx, served)]);
  return rows.map(({ target, model, riskTier }) => {
    const rollout = running.find((r) => r.targetId === target.id) ?? null;
    return {
      target,
      model,
      riskTier,
      stable: target.stableVersionId ? (versions.get(target.stableVersionId) ?? null) : null,
      candidate: target.desired.candidateVersionId ? (versions.get(target.desired.candidateVersionId) ?? null) : null,
      rollout: rollout && {
        number: rollout.number,
        state: rollout.state,
        stageIndex: rollout.stageIndex,
        kind: rollout.kind,
      },
      approval: approved.get(target.id) ?? null,
      waivers: waived.get(`${target.stableVersionId} ${target.environment}`),
      emergencies: emergencies.get(target.id) ?? [],
    };
  });
}

export type Approval = { promotion: number; approvers: string[] };

/** By whom the version that serves on each target was approved: the promotion of the rollout that made it stable. */
async function approvals(ctx: Context, served: readonly TargetRow[]): Promise<Map<string, Approval>> {
  const stable = served.filter((t) => t.stableVersionId !== null);
  if (stable.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      targetId: rollouts.targetId,
      versionId: rollouts.toVersionId,
      number: promotions.number,
      signature: promotionDecisions.signature,
    })
    .from(rollouts)
    .innerJoin(promotions, and(eq(promotions.projectId, rollouts.projectId), eq(promotions.id, rollouts.promotionId)))
    .leftJoin(
      promotionDecisions,
      and(
        eq(promotionDecisions.projectId, promotions.projectId),
        eq(promotionDecisions.promotionId, promotions.id),
        eq(promotionDecisions.kind, "approve"),
        eq(promotionDecisions.state, "valid"),
      ),
    )
    .where(
      and(
        eq(rollouts.projectId, ctx.projectId),
        eq(rollouts.state, "COMPLETED"),
        inArray(
          rollouts.targetId,
          stable.map((t) => t.id),
        ),
      ),
    )
    .orderBy(asc(rollouts.endedAt), asc(promotionDecisions.decidedAt));
  const found = new Map<string, Approval>();
  for (const row of rows) {
    if (!stable.some((t) => t.id === row.targetId && t.stableVersionId === row.versionId)) continue;
    const known = found.get(row.targetId);
    const approval = known?.promotion === row.number ? known : { promotion: row.number, approvers: [] };
    if (row.signature) approval.approvers.push(row.signature.printedName);
    found.set(row.targetId, approval);
  }
  return found;
}

/** How many rollouts are under way; for the navigation. */
export async function countRunningRollouts(ctx: Context): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(rollouts)
    .where(and(eq(rollouts.projectId, ctx.projectId), runningStates));
  return row?.count ?? 0;
}

/** What each target served at a moment: the serving period that covers it. */
export async function servingAt(ctx: Context, at: Date) {
  authorize(ctx, "project.view");
  const rows = await ctx.db
    .select({
      period: servingPeriods,
      target: targets.name,
      environment: targets.environment,
    })
    .from(servingPeriods)
    .innerJoin(targets, and(eq(targets.projectId, servingPeriods.projectId), eq(targets.id, servingPeriods.targetId)))
    .where(
      and(
        eq(servingPeriods.projectId, ctx.projectId),
        lte(servingPeriods.startedAt, at),
        or(isNull(servingPeriods.endedAt), gt(servingPeriods.endedAt, at)),
      ),
    )
    .orderBy(asc(targets.name));
  const versions = await namedVersions(
    ctx,
    rows.flatMap((r) => [r.period.desired.stableVersionId, r.period.desired.candidateVersionId]),
  );
  return rows.map(({ period, target, environment }) => ({
    target,
    environment,
    since: period.startedAt,
    desired: period.desired,
    stable: period.desired.stableVersionId ? (versions.get(period.desired.stableVersionId) ?? null) : null,
    candidate: period.desired.candidateVersionId ? (versions.get(period.desired.candidateVersionId) ?? null) : null,
  }));
}
