import "server-only";
import { and, asc, desc, eq, exists, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { countOf, readNumbers } from "@/db/count-rows";
import { type PromotionState, promotionStates } from "@/db/enums";
import {
  comments,
  models,
  modelVersions,
  promotionConflicts,
  promotionDecisions,
  promotionEvaluations,
  promotions,
  users,
} from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import { closedStates, openStates } from "./promotion-state";
import { getResponseHours, nextDue } from "./response-times";

export const inboxViews = ["waiting", "mine", "open", "all"] as const;
export type InboxView = (typeof inboxViews)[number];
/** Also what the person's inbox asks for: where they are named, and what they are done with. */
export type PromotionView = InboxView | "named" | "done";

/** Promotions on which this actor is the one to act next: to decide, to change what they asked for, or to carry out. */
function waitingFor(ctx: Context): SQL | undefined {
  const { actor } = ctx;
  if (actor.kind !== "user") return sql`false`;
  const ofPromotion = <T extends typeof promotionConflicts | typeof promotionDecisions>(table: T) =>
    sql`${table.projectId} = ${promotions.projectId} and ${table.promotionId} = ${promotions.id} and ${table.personId} = ${actor.personId}`;
  const undecided = and(
    eq(promotions.state, "awaiting_approval"),
    sql`not exists (select 1 from ${promotionConflicts} where ${ofPromotion(promotionConflicts)})`,
    sql`not exists (select 1 from ${promotionDecisions} where ${ofPromotion(promotionDecisions)} and ${promotionDecisions.state} = 'valid')`,
  );
  return or(
    and(eq(promotions.requestedBy, actor.userId), inArray(promotions.state, ["blocked", "changes_requested"])),
    can(actor, "promotion.approve") ? undecided : undefined,
    can(actor, "promotion.execute") ? eq(promotions.state, "approved") : undefined,
  );
}

/** Open promotions whose plans or model name the person, or on which they have decided or written. */
function namedIn(ctx: Context): SQL | undefined {
  if (ctx.actor.kind !== "user") return sql`false`;
  const { userId } = ctx.actor;
  const of = <T extends typeof promotionDecisions | typeof comments>(table: T) =>
    ctx.db
      .select({ one: sql`1` })
      .from(table as typeof comments)
      .where(
        and(eq(table.projectId, promotions.projectId), eq(table.promotionId, promotions.id), eq(table.userId, userId)),
      );
  return and(
    inArray(promotions.state, [...openStates]),
    sql`${promotions.requestedBy} <> ${userId}`,
    or(
      sql`${promotions.rollbackPlan} ->> 'ownerUserId' = ${userId}`,
      sql`${promotions.rolloutPlan} -> 'triggers' @> ${JSON.stringify([{ ownerUserId: userId }])}::jsonb`,
      sql`exists (select 1 from ${models} m where m.project_id = ${promotions.projectId} and m.id = ${promotions.modelId} and m.owner_user_id = ${userId})`,
      exists(of(promotionDecisions)),
      exists(of(comments)),
    ),
  );
}

/** When a promotion was closed or rejected; null while it is open. */
const endedAt = sql<Date | null>`coalesce(${promotions.closedAt}, case when ${promotions.state} = 'rejected' then
  (select max(d.decided_at) from promotion_decisions d where d.project_id = ${promotions.projectId}
    and d.promotion_id = ${promotions.id} and d.kind = 'reject') end)`.mapWith(promotions.closedAt);

/** Closed and rejected promotions that the person asked for or decided on. */
function doneBy(ctx: Context): SQL | undefined {
  if (ctx.actor.kind !== "user") return sql`false`;
  const { userId, personId } = ctx.actor;
  return and(
    inArray(promotions.state, [...closedStates, "rejected"]),
    or(
      eq(promotions.requestedBy, userId),
      sql`exists (select 1 from ${promotionDecisions} where ${promotionDecisions.projectId} = ${promotions.projectId}
        and ${promotionDecisions.promotionId} = ${promotions.id} and ${promotionDecisions.personId} = ${personId})`,
    ),
  );
}

function viewWhere(ctx: Context, view: PromotionView): SQL | undefined {
  switch (view) {
    case "waiting":
      return waitingFor(ctx);
    case "mine":
      return ctx.actor.kind === "user" ? eq(promotions.requestedBy, ctx.actor.userId) : sql`false`;
    case "named":
      return namedIn(ctx);
    case "done":
      return doneBy(ctx);
    case "open":
      return inArray(promotions.state, [...openStates]);
    case "all":
      return undefined;
  }
}

const inProject = (ctx: Context, more?: SQL) => and(eq(promotions.projectId, ctx.projectId), more);

const countOfWhere = (ctx: Context, where: SQL | undefined) => countOf(promotions, inProject(ctx, where));

/** How many promotions wait for this actor. */
export const countWaitingPromotions = async (ctx: Context): Promise<number> =>
  (await readNumbers(ctx.db, [countOfWhere(ctx, waitingFor(ctx))]))[0] ?? 0;

/** How many promotions a view holds, as a number in SQL. */
export const countOfPromotions = (ctx: Context, view: PromotionView, openOnly = false): SQL<number> =>
  countOfWhere(ctx, and(viewWhere(ctx, view), openOnly ? inArray(promotions.state, [...openStates]) : undefined));

/** How many promotions each view holds. */
export async function countInbox(ctx: Context): Promise<Record<InboxView, number>> {
  const counts = await readNumbers(
    ctx.db,
    inboxViews.map((view) => countOfWhere(ctx, viewWhere(ctx, view))),
  );
  return Object.fromEntries(inboxViews.map((view, index) => [view, counts[index] ?? 0])) as Record<InboxView, number>;
}

export type InboxFilter = {
  view: PromotionView;
  state: PromotionState | null;
  after: string | null;
  /** Leaves out what is closed. */
  openOnly?: boolean;
};
export type InboxRow = Awaited<ReturnType<typeof listPromotions>>["rows"][number];
const pageSize = 50;

/** The waiting view is sorted by time left, the others newest first; `after` is the last row of the page before. What is done is not paged. */
function position(view: PromotionView, due: SQL, after: string | null): { order: SQL[]; where: SQL | undefined } {
  if (view === "done") return { order: [desc(endedAt), desc(promotions.number)], where: undefined };
  if (view !== "waiting") {
    const number = Number(after);
    return {
      order: [desc(promotions.number)],
      where: after && Number.isInteger(number) ? lt(promotions.number, number) : undefined,
    };
  }
  const order = [asc(sql`coalesce(${due}, 'infinity')`), asc(promotions.number)];
  const [at, number] = after?.split("~") ?? [];
  if (!at || !number || !(at === "none" || !Number.isNaN(Date.parse(at))) || !Number.isInteger(Number(number)))
    return { order, where: undefined };
  const last = at === "none" ? "infinity" : new Date(at).toISOString();
  return {
    order,
    where: sql`(coalesce(${due}, 'infinity'), ${promotions.number}) > (${last}::timestamptz, ${Number(number)}::int)`,
  };
}

/** One page of promotions with what the list shows of each. */
export async function listPromotions(ctx: Context, filter: InboxFilter, limit = pageSize) {
  const state = filter.state ? eq(promotions.state, filter.state) : undefined;
  const open = filter.openOnly ? inArray(promotions.state, [...openStates]) : undefined;
  const matching = and(viewWhere(ctx, filter.view), state, open);
  const due = nextDue(await getResponseHours(ctx.db, ctx.projectId));
  const { order, where } = position(filter.view, due, filter.after);
  const approvals = sql<number>`(select count(distinct ${promotionDecisions.personId})::int from ${promotionDecisions}
    where ${promotionDecisions.projectId} = ${promotions.projectId} and ${promotionDecisions.promotionId} = ${promotions.id}
    and ${promotionDecisions.kind} = 'approve' and ${promotionDecisions.state} = 'valid')`;
  const baseline = sql<
    number | null
  >`(select b.version from model_versions b where b.project_id = ${promotions.projectId} and b.id = ${promotions.baselineVersionId})`;
  const found = await ctx.db
    .select({
      number: promotions.number,
      state: promotions.state,
      environment: promotions.environment,
      model: models.name,
      riskTier: models.riskTier,
      version: modelVersions.version,
      baseline,
      requestedBy: users.name,
      requestedAt: promotions.requestedAt,
      expiresAt: promotions.expiresAt,
      /** The nearer of the first decision and the end; null when neither is set. */
      due: sql<Date | null>`${due}`.mapWith(promotions.expiresAt),
      endedAt,
      counts: sql<Record<string, number> | null>`${promotionEvaluations.results} -> 'counts'`,
      blocking: sql<number | null>`jsonb_array_length(${promotionEvaluations.results} -> 'blocking')`,
      approvals,
      required: sql<
        number | null
      >`(select (v.body -> 'approval' ->> 'quorum')::int from policy_versions v where v.project_id = ${promotions.projectId} and v.id = ${promotions.policyVersionId})`,
    })
    .from(promotions)
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .innerJoin(users, eq(users.id, promotions.requestedBy))
    .leftJoin(
      promotionEvaluations,
      and(
        eq(promotionEvaluations.projectId, promotions.projectId),
        eq(promotionEvaluations.promotionId, promotions.id),
        eq(promotionEvaluations.evaluation, promotions.evaluation),
      ),
    )
    .where(inProject(ctx, and(matching, where)))
    .orderBy(...order)
    .limit(limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = last && found.length > limit ? cursorOf(filter.view, last) : null;
  return { rows, next, total: (await readNumbers(ctx.db, [countOfWhere(ctx, matching)]))[0] ?? 0 };
}

const cursorOf = (view: PromotionView, row: { number: number; due: Date | null }): string =>
  view === "waiting" ? `${row.due?.toISOString() ?? "none"}~${row.number}` : String(row.number);

/** A state from the address, or null when it is none. */
export const parseState = (value: string | undefined): PromotionState | null =>
  promotionStates.find((state) => state === value) ?? null;
