import "server-only";
import { and, asc, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { countOf } from "@/db/count-rows";
import { cardReviews, cardRevisions, modelCards, models, modelVersions, users } from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { countRows, type InboxKind, type InboxTab, type KindPage } from "../inbox-kind";

/** Cards in review; nobody reviews what they wrote since it was last approved. */
function whereOf(ctx: UserContext, tab: InboxTab): SQL | undefined {
  const { userId, personId } = ctx.actor;
  const approved = sql`coalesce(${modelCards.approvedRevision}, 0)`;
  const wrote = sql`exists (select 1 from ${cardRevisions} join ${users} on ${users.id} = ${cardRevisions.editedBy}
    where ${cardRevisions.projectId} = ${modelCards.projectId} and ${cardRevisions.versionId} = ${modelCards.versionId}
      and ${cardRevisions.revision} > ${approved} and ${users.personId} = ${personId})`;
  const sent = sql`exists (select 1 from ${cardReviews} where ${cardReviews.projectId} = ${modelCards.projectId}
    and ${cardReviews.versionId} = ${modelCards.versionId} and ${cardReviews.revision} > ${approved}
    and ${cardReviews.kind} = 'submitted' and ${cardReviews.userId} = ${userId})`;
  const inReview = eq(modelCards.status, "pending_review");
  switch (tab) {
    case "waiting":
      return can(ctx.actor, "card.approve") ? and(inReview, sql`not ${wrote}`) : sql`false`;
    case "asked":
      return and(inReview, or(wrote, sent));
    default:
      return sql`false`;
  }
}

const ofTab = (ctx: UserContext, tab: InboxTab) => and(eq(modelCards.projectId, ctx.projectId), whereOf(ctx, tab));

/** Decisions on cards that the person took, and approvals of what they sent to review. */
function decided(ctx: UserContext): SQL | undefined {
  const { userId, personId } = ctx.actor;
  const mine = sql`exists (select 1 from ${users} where ${users.id} = ${cardReviews.userId} and ${users.personId} = ${personId})`;
  const sent = sql`exists (select 1 from card_reviews s where s.project_id = ${cardReviews.projectId} and s.version_id = ${cardReviews.versionId}
    and s.revision = ${cardReviews.revision} and s.kind = 'submitted' and s.user_id = ${userId})`;
  return and(
    eq(cardReviews.projectId, ctx.projectId),
    or(
      and(inArray(cardReviews.kind, ["approved", "sent_back", "archived"]), mine),
      and(eq(cardReviews.kind, "approved"), sent),
    ),
  );
}

const ended = { approved: "Approved", sent_back: "Sent back", archived: "Archived", submitted: "Submitted" } as const;

async function listDecided(ctx: UserContext, project: string, limit: number): Promise<KindPage> {
  const where = decided(ctx);
  const rows = await ctx.db
    .select({ review: cardReviews, model: models.name, version: modelVersions.version, who: users.name })
    .from(cardReviews)
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, cardReviews.projectId), eq(modelVersions.id, cardReviews.versionId)),
    )
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .innerJoin(users, eq(users.id, cardReviews.userId))
    .where(where)
    .orderBy(desc(cardReviews.at), desc(cardReviews.id))
    .limit(limit);
  const items = rows.map(
    ({ review, model, version, who }): WaitingItem => ({
      key: `card ${review.id}`,
      tone: review.kind === "approved" ? "pass" : "neutral",
      verb: ended[review.kind],
      title: `Model card of ${model} ${version}, revision ${review.revision}`,
      detail: review.comment || "Without a comment.",
      who,
      due: null,
      endedAt: review.at,
      isUrgent: false,
      href: paths.card(project, model, version),
    }),
  );
  return { items, total: await countRows(ctx, cardReviews, where) };
}

/** Model cards to review. */
export const cardKind: InboxKind = {
  id: "card",
  label: "Model cards",
  count: (ctx, tab) => (tab === "done" ? countOf(cardReviews, decided(ctx)) : countOf(modelCards, ofTab(ctx, tab))),
  list: async (ctx, project, tab, limit) => {
    if (tab === "done") return listDecided(ctx, project, limit);
    const where = ofTab(ctx, tab);
    const lastSent = sql`(select r.user_id from card_reviews r where r.project_id = ${modelCards.projectId}
      and r.version_id = ${modelCards.versionId} and r.kind = 'submitted' order by r.at desc limit 1)`;
    const rows = await ctx.db
      .select({ model: models.name, version: modelVersions.version, who: users.name })
      .from(modelCards)
      .innerJoin(
        modelVersions,
        and(eq(modelVersions.projectId, modelCards.projectId), eq(modelVersions.id, modelCards.versionId)),
      )
      .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
      .leftJoin(users, eq(users.id, lastSent))
      .where(where)
      .orderBy(asc(modelCards.updatedAt))
      .limit(limit);
    const items = rows.map(
      ({ model, version, who }): WaitingItem => ({
        key: `card ${model} ${version}`,
        tone: tab === "waiting" ? "accent" : "neutral",
        verb: tab === "waiting" ? "Review" : "In review",
        title: `Model card of ${model} ${version}`,
        detail: "A person who did not write it approves it or sends it back.",
        who: who ?? "",
        due: null,
        isUrgent: false,
        href: paths.card(project, model, version),
      }),
    );
    return { items, total: await countRows(ctx, modelCards, where) };
  },
};
