import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { PromotionState } from "@/db/enums";
import { models, promotions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { firstDecisionDue, getResponseHours, nextDue } from "./response-times";

/** States in which somebody has to act before a promotion runs out. */
const waitingStates: PromotionState[] = ["blocked", "changes_requested", "awaiting_approval", "approved"];

export type DuePromotion = {
  projectId: number;
  id: string;
  number: number;
  state: PromotionState;
  since: Date;
  dueAt: Date;
  /** Which clock runs out first. */
  isFirstDecision: boolean;
};

/** Promotions of a project that wait for somebody and have a deadline. */
export async function listDueIn(db: Reader, projectId: number, promotionId?: string): Promise<DuePromotion[]> {
  const hours = await getResponseHours(db, projectId);
  const first = firstDecisionDue(hours);
  const rows = await db
    .select({
      projectId: promotions.projectId,
      id: promotions.id,
      number: promotions.number,
      state: promotions.state,
      requestedAt: promotions.requestedAt,
      evaluatedAt: promotions.evaluatedAt,
      dueAt: sql<Date | null>`${nextDue(hours)}`.mapWith(promotions.expiresAt),
      first: sql<Date | null>`${first}`.mapWith(promotions.expiresAt),
    })
    .from(promotions)
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .where(
      and(
        eq(promotions.projectId, projectId),
        inArray(promotions.state, waitingStates),
        promotionId ? eq(promotions.id, promotionId) : undefined,
      ),
    );
  return rows.flatMap(({ dueAt, first: firstDue, requestedAt, evaluatedAt, ...row }) =>
    dueAt
      ? [{ ...row, dueAt, since: evaluatedAt ?? requestedAt, isFirstDecision: firstDue?.getTime() === dueAt.getTime() }]
      : [],
  );
}

/** As listDueIn, of every project. */
export async function listDuePromotions(ctx: Context): Promise<DuePromotion[]> {
  const projects = await ctx.db
    .selectDistinct({ projectId: promotions.projectId })
    .from(promotions)
    .where(inArray(promotions.state, waitingStates));
  const lists = await Promise.all(projects.map(({ projectId }) => listDueIn(ctx.db, projectId)));
  return lists.flat();
}
