import "server-only";
import { and, desc, eq, gte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { accessReviews, auditEvents, projects } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { nextReviewDue } from "@/lib/auth/access-review";
import { authorize } from "@/lib/auth/authorize";
import { type Context, createContext, deadlineNow, withTransaction } from "@/lib/context";

/** Reminds once of a review that is overdue: an open one past its date, or none within a quarter. False when nothing is due. */
export async function remindAccessReview(ctx: Context): Promise<boolean> {
  authorize(ctx, "access.review");
  return withTransaction(ctx, async (tx) => {
    const now = await deadlineNow(tx, ctx);
    const [project] = await tx.select().from(projects).where(eq(projects.id, ctx.projectId)).for("update");
    if (!project) return false;
    const [latest] = await tx
      .select()
      .from(accessReviews)
      .where(eq(accessReviews.projectId, ctx.projectId))
      .orderBy(desc(accessReviews.number))
      .limit(1);
    const open = latest && !latest.completedAt ? latest : null;
    const dueAt = open ? open.dueAt : nextReviewDue(latest?.completedAt ?? null, project.createdAt);
    if (dueAt > now) return false;
    const objectId = open?.id ?? `due-${dueAt.toISOString().slice(0, 10)}`;
    const [told] = await tx
      .select({ id: auditEvents.id })
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.projectId, ctx.projectId),
          eq(auditEvents.action, "access_review.overdue"),
          eq(auditEvents.objectId, objectId),
          gte(auditEvents.occurredAt, dueAt),
        ),
      )
      .limit(1);
    if (told) return false;
    await appendAudit(tx, ctx, {
      action: "access_review.overdue",
      objectType: "access_review",
      objectId,
      payload: { number: open?.number ?? null, dueAt: dueAt.toISOString() },
    });
    return true;
  });
}

/** One turn of the service: reminds in every project whose review could be overdue. */
export async function tendAccessReviews(db: Db, signal: AbortSignal): Promise<void> {
  const clock = createContext({ actor: { kind: "system", job: "access-review" }, projectId: 0, db });
  const now = await deadlineNow(db, clock);
  const quarterAgo = sql`${now.toISOString()}::timestamptz - interval '92 days'`;
  const due = await db
    .select({ id: projects.id })
    .from(projects)
    .where(
      sql`exists (select 1 from access_reviews r where r.project_id = ${projects.id} and r.completed_at is null and r.due_at <= ${now.toISOString()})
        or (${projects.createdAt} <= ${quarterAgo} and not exists (select 1 from access_reviews r
          where r.project_id = ${projects.id} and coalesce(r.completed_at, now()) > ${quarterAgo}))`,
    );
  for (const { id } of due) {
    if (signal.aborted) return;
    await remindAccessReview(createContext({ ...clock, projectId: id }));
  }
}
