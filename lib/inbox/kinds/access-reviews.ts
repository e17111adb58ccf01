import "server-only";
import { and, asc, desc, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { countOf } from "@/db/count-rows";
import { accessReviewLines, accessReviews, users } from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { plural } from "@/lib/format";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { countRows, type InboxKind, type InboxTab } from "../inbox-kind";

function ofTab(ctx: UserContext, tab: InboxTab) {
  const own = eq(accessReviews.projectId, ctx.projectId);
  const attested = sql`exists (select 1 from ${accessReviewLines} where ${accessReviewLines.projectId} = ${accessReviews.projectId}
    and ${accessReviewLines.reviewId} = ${accessReviews.id} and ${accessReviewLines.attestedBy} = ${ctx.actor.userId})`;
  switch (tab) {
    case "waiting":
      return and(own, can(ctx.actor, "access.review") ? isNull(accessReviews.completedAt) : sql`false`);
    case "done":
      return and(
        own,
        isNotNull(accessReviews.completedAt),
        or(eq(accessReviews.completedBy, ctx.actor.userId), attested),
      );
    default:
      return sql`false`;
  }
}

/** Access reviews to attest. */
export const accessReviewKind: InboxKind = {
  id: "access_review",
  label: "Access reviews",
  count: (ctx, tab) => countOf(accessReviews, ofTab(ctx, tab)),
  list: async (ctx, project, tab, limit) => {
    const where = ofTab(ctx, tab);
    const rows = await ctx.db
      .select({
        review: accessReviews,
        who: users.name,
        left: sql<number>`(select count(*)::int from ${accessReviewLines} where ${accessReviewLines.projectId} = ${accessReviews.projectId}
          and ${accessReviewLines.reviewId} = ${accessReviews.id} and ${accessReviewLines.verdict} is null)`,
      })
      .from(accessReviews)
      .innerJoin(users, eq(users.id, accessReviews.openedBy))
      .where(where)
      .orderBy(tab === "done" ? desc(accessReviews.completedAt) : asc(accessReviews.dueAt))
      .limit(limit);
    const items = rows.map(
      ({ review, who, left }): WaitingItem => ({
        key: `A-${review.number}`,
        tone: tab === "done" ? "pass" : "accent",
        verb: tab === "done" ? "Done" : "Attest",
        title: `Access review A-${review.number}`,
        detail: review.completedAt
          ? "Every role was attested."
          : left > 0
            ? `${plural(left, "role")} still to attest.`
            : "Every role is attested; it can be completed.",
        who,
        due: review.completedAt ? null : review.dueAt,
        endedAt: review.completedAt,
        isUrgent: false,
        href: paths.accessReview(project, review.number),
      }),
    );
    return { items, total: await countRows(ctx, accessReviews, where) };
  },
};
