import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accessReviewLines, accessReviews, projects, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { nextReviewDue } from "./access-review";

const closers = alias(users, "closers");
const attestors = alias(users, "attestors");

/** Reviews of the project, newest first, each with how far it is. */
export async function listAccessReviews(ctx: Context) {
  const counted = (what: string) =>
    sql<number>`(select count(*)::int from access_review_lines l where l.project_id = ${accessReviews.projectId}
      and l.review_id = ${accessReviews.id} and ${sql.raw(what)})`;
  return ctx.db
    .select({
      review: accessReviews,
      openedBy: users.name,
      completedBy: closers.name,
      lines: counted("true"),
      attested: counted("l.verdict is not null"),
      removed: counted("l.verdict = 'remove'"),
    })
    .from(accessReviews)
    .innerJoin(users, eq(users.id, accessReviews.openedBy))
    .leftJoin(closers, eq(closers.id, accessReviews.completedBy))
    .where(eq(accessReviews.projectId, ctx.projectId))
    .orderBy(desc(accessReviews.number));
}

export type AccessReviewView = Awaited<ReturnType<typeof listAccessReviews>>[number];

/** When the next review is due, given those on record. */
export async function findNextReviewDue(ctx: Context, reviews: readonly AccessReviewView[]): Promise<Date> {
  const [project] = await ctx.db
    .select({ createdAt: projects.createdAt })
    .from(projects)
    .where(eq(projects.id, ctx.projectId));
  const last = reviews.find(({ review }) => review.completedAt)?.review.completedAt ?? null;
  return nextReviewDue(last, project?.createdAt ?? ctx.now());
}

export type ReviewLine = Awaited<ReturnType<typeof listReviewLines>>[number];

/** Lines of a review by name and role. */
export async function listReviewLines(ctx: Context, reviewId: string) {
  return ctx.db
    .select({ line: accessReviewLines, name: users.name, personId: users.personId, attestor: attestors.name })
    .from(accessReviewLines)
    .innerJoin(users, eq(users.id, accessReviewLines.userId))
    .leftJoin(attestors, eq(attestors.id, accessReviewLines.attestedBy))
    .where(and(eq(accessReviewLines.projectId, ctx.projectId), eq(accessReviewLines.reviewId, reviewId)))
    .orderBy(asc(users.name), asc(accessReviewLines.role));
}
