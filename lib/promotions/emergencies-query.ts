import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { countOf } from "@/db/count-rows";
import {
  type BreakGlassRow,
  breakGlassUses,
  models,
  modelVersions,
  promotionConflicts,
  promotions,
  rollouts,
  users,
} from "@/db/schema";
import type { Context, UserContext } from "@/lib/context";

export type EmergencyView = BreakGlassRow & {
  number: number;
  rollout: number | null;
  targetId: string;
  model: string;
  version: number;
  environment: string;
  usedByName: string;
  reviewer: string | null;
};

const reviewers = alias(users, "reviewers");

async function select(ctx: Context, where: ReturnType<typeof and>, db: Reader): Promise<EmergencyView[]> {
  const rows = await db
    .select({
      use: breakGlassUses,
      number: promotions.number,
      environment: promotions.environment,
      targetId: promotions.targetId,
      rollout: rollouts.number,
      model: models.name,
      version: modelVersions.version,
      usedByName: users.name,
      personId: users.personId,
      reviewer: reviewers.name,
    })
    .from(breakGlassUses)
    .innerJoin(
      promotions,
      and(eq(promotions.projectId, breakGlassUses.projectId), eq(promotions.id, breakGlassUses.promotionId)),
    )
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .innerJoin(users, eq(users.id, breakGlassUses.usedBy))
    .leftJoin(reviewers, eq(reviewers.id, breakGlassUses.reviewedBy))
    .leftJoin(
      rollouts,
      and(eq(rollouts.projectId, breakGlassUses.projectId), eq(rollouts.id, breakGlassUses.rolloutId)),
    )
    .where(and(eq(breakGlassUses.projectId, ctx.projectId), where))
    .orderBy(asc(breakGlassUses.usedAt));
  return rows.map(({ use, ...rest }) => ({ ...use, ...rest }));
}

/** The emergency that a promotion was carried out in, or null. */
export async function findEmergency(
  ctx: Context,
  promotionId: string,
  db: Reader = ctx.db,
): Promise<EmergencyView | null> {
  const [found] = await select(ctx, eq(breakGlassUses.promotionId, promotionId), db);
  return found ?? null;
}

/** Emergencies that nobody has reviewed yet, oldest first. */
export const listUnreviewed = (ctx: Context): Promise<EmergencyView[]> =>
  select(ctx, isNull(breakGlassUses.reviewedAt), ctx.db);

/** How many emergencies nobody has reviewed, as a number in SQL. */
export const countOfUnreviewed = (ctx: Context): SQL<number> =>
  countOf(breakGlassUses, and(eq(breakGlassUses.projectId, ctx.projectId), isNull(breakGlassUses.reviewedAt)));

/** Reviewed emergencies that the person used or reviewed. */
const settledBy = (ctx: UserContext) =>
  and(
    isNotNull(breakGlassUses.reviewedAt),
    or(eq(breakGlassUses.usedBy, ctx.actor.userId), eq(breakGlassUses.reviewerPersonId, ctx.actor.personId)),
  );

/** Those, newest first. */
export const listSettled = async (ctx: UserContext): Promise<EmergencyView[]> =>
  (await select(ctx, settledBy(ctx), ctx.db)).sort(
    (a, b) => (b.reviewedAt?.getTime() ?? 0) - (a.reviewedAt?.getTime() ?? 0),
  );

/** How many they are, as a number in SQL. */
export const countOfSettled = (ctx: UserContext): SQL<number> =>
  countOf(breakGlassUses, and(eq(breakGlassUses.projectId, ctx.projectId), settledBy(ctx)));

/** Those of these promotions whose conflict set holds the signed-in person. */
export async function listContributed(ctx: UserContext, promotionIds: readonly string[]): Promise<Set<string>> {
  if (promotionIds.length === 0) return new Set();
  const rows = await ctx.db
    .selectDistinct({ id: promotionConflicts.promotionId })
    .from(promotionConflicts)
    .where(
      and(
        eq(promotionConflicts.projectId, ctx.projectId),
        eq(promotionConflicts.personId, ctx.actor.personId),
        inArray(promotionConflicts.promotionId, [...promotionIds]),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

/** Emergencies behind these rollouts or promotions, whatever came of them. */
export async function listEmergencies(
  ctx: Context,
  of: { rolloutIds?: readonly string[]; promotionIds?: readonly string[] },
): Promise<EmergencyView[]> {
  const { rolloutIds = [], promotionIds = [] } = of;
  if (rolloutIds.length + promotionIds.length === 0) return [];
  const which = or(
    rolloutIds.length > 0 ? inArray(breakGlassUses.rolloutId, [...rolloutIds]) : undefined,
    promotionIds.length > 0 ? inArray(breakGlassUses.promotionId, [...promotionIds]) : undefined,
  );
  return select(ctx, and(which), ctx.db);
}
