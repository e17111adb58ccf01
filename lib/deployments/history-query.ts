import "server-only";
import { and, asc, desc, eq, gte, isNull, or } from "drizzle-orm";
import { promotions, rollouts, servingPeriods, targets, users } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { namedVersions } from "./queries";

/** Periods of every target since a moment, oldest first: the lanes of the timeline. */
export async function listServingPeriods(ctx: Context, since: Date) {
  authorize(ctx, "project.view");
  const rows = await ctx.db
    .select({
      period: servingPeriods,
      target: targets.name,
      environment: targets.environment,
      adapter: targets.adapter,
      rollout: rollouts,
    })
    .from(servingPeriods)
    .innerJoin(targets, and(eq(targets.projectId, servingPeriods.projectId), eq(targets.id, servingPeriods.targetId)))
    .leftJoin(
      rollouts,
      and(eq(rollouts.projectId, servingPeriods.projectId), eq(rollouts.id, servingPeriods.rolloutId)),
    )
    .where(
      and(
        eq(servingPeriods.projectId, ctx.projectId),
        or(isNull(servingPeriods.endedAt), gte(servingPeriods.endedAt, since)),
      ),
    )
    .orderBy(asc(targets.name), asc(servingPeriods.seq));
  const versions = await namedVersions(
    ctx,
    rows.flatMap((r) => [r.period.desired.stableVersionId, r.period.desired.candidateVersionId]),
  );
  return rows.map(({ period, target, environment, adapter, rollout }) => ({
    target,
    environment,
    adapter,
    startedAt: period.startedAt,
    endedAt: period.endedAt,
    stage: period.desired.stage,
    weight: period.desired.weight,
    stable: versions.get(period.desired.stableVersionId ?? "")?.version ?? null,
    candidate: versions.get(period.desired.candidateVersionId ?? "")?.version ?? null,
    rollout: rollout && {
      number: rollout.number,
      state: rollout.state,
      kind: rollout.kind,
    },
  }));
}

export type RolloutListRow = Awaited<ReturnType<typeof listRollouts>>[number];

/** Rollouts, newest first, of one target or of all; at most `limit`. */
export async function listRollouts(ctx: Context, { targetId, limit = 50 }: { targetId?: string; limit?: number } = {}) {
  authorize(ctx, "project.view");
  const rows = await ctx.db
    .select({
      rollout: rollouts,
      target: targets.name,
      environment: targets.environment,
      promotion: promotions.number,
      by: users.name,
    })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .leftJoin(promotions, and(eq(promotions.projectId, rollouts.projectId), eq(promotions.id, rollouts.promotionId)))
    .leftJoin(users, eq(users.id, rollouts.startedBy))
    .where(and(eq(rollouts.projectId, ctx.projectId), targetId ? eq(rollouts.targetId, targetId) : undefined))
    .orderBy(desc(rollouts.number))
    .limit(limit);
  const versions = await namedVersions(
    ctx,
    rows.flatMap((r) => [r.rollout.fromVersionId, r.rollout.toVersionId]),
  );
  return rows.map(({ rollout, target, environment, promotion, by }) => ({
    number: rollout.number,
    kind: rollout.kind,
    state: rollout.state,
    pauseReason: rollout.pauseReason,
    target,
    environment,
    promotion,
    startedBy: by,
    from: versions.get(rollout.fromVersionId ?? "") ?? null,
    to: versions.get(rollout.toVersionId) ?? null,
    createdAt: rollout.createdAt,
    endedAt: rollout.endedAt,
  }));
}

/** A target by its name. Throws NOT_FOUND. */
export async function getTarget(ctx: Context, name: string) {
  authorize(ctx, "project.view");
  const [row] = await ctx.db
    .select()
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.name, name)));
  if (!row) throw notFound(`Target ${name}`);
  return row;
}

/** Versions that completed on a target before and could be gone back to, newest first, without the one that serves. */
export async function listRollbackVersions(ctx: Context, targetId: string, servingVersionId: string | null) {
  const rows = await ctx.db
    .select({ versionId: rollouts.toVersionId, endedAt: rollouts.endedAt })
    .from(rollouts)
    .where(and(eq(rollouts.projectId, ctx.projectId), eq(rollouts.targetId, targetId), eq(rollouts.state, "COMPLETED")))
    .orderBy(desc(rollouts.endedAt));
  const versions = await namedVersions(
    ctx,
    rows.map((r) => r.versionId),
  );
  const seen = new Set([servingVersionId]);
  return rows.flatMap((row) => {
    const version = versions.get(row.versionId);
    if (!version || seen.has(row.versionId)) return [];
    seen.add(row.versionId);
    return [{ version: version.version, lastServed: row.endedAt }];
  });
}
