import "server-only";
import { and, count, desc, eq, isNull, lt, or, type SQL } from "drizzle-orm";
import { countOf, readNumbers } from "@/db/count-rows";
import type { NotificationKind } from "@/db/enums";
import { auditEvents, auditLeaves, notifications } from "@/db/schema";
import type { EventView } from "@/lib/audit/event-view";
import { objectLink } from "@/lib/audit/object-link";
import { listedColumns, toListedEvents } from "@/lib/audit/queries";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { paths } from "@/lib/paths";

export type NotificationView = {
  id: string;
  kind: NotificationKind;
  because: string;
  at: Date;
  isRead: boolean;
  event: EventView;
  href: string;
};
export type NotificationPage = { rows: NotificationView[]; total: number; unread: number; next: string | null };

const pageSize = 50;
const own = (ctx: UserContext) =>
  and(
    eq(notifications.projectId, ctx.projectId),
    eq(notifications.userId, ctx.actor.userId),
    eq(notifications.inApp, true),
  );

/** How many notifications the signed-in person has not read, as a number in SQL. */
export const countOfUnread = (ctx: UserContext): SQL<number> =>
  countOf(notifications, and(own(ctx), isNull(notifications.readAt)));

/** As countOfUnread, by itself. */
export const countUnread = async (ctx: UserContext): Promise<number> =>
  (await readNumbers(ctx.db, [countOfUnread(ctx)]))[0] ?? 0;

/** The signed-in person's notifications, newest first; `after` is the last row of the page before. */
export async function listNotifications(
  ctx: UserContext,
  project: string,
  { unreadOnly, after, limit = pageSize }: { unreadOnly: boolean; after: string | null; limit?: number },
): Promise<NotificationPage> {
  authorize(ctx, "notification.manage");
  const matching = and(own(ctx), unreadOnly ? isNull(notifications.readAt) : undefined);
  const [total, unread, found] = await Promise.all([
    ctx.db.select({ n: count() }).from(notifications).where(matching),
    countUnread(ctx),
    ctx.db
      .select({ ...listedColumns, notification: notifications })
      .from(notifications)
      .innerJoin(auditEvents, eq(auditEvents.eventId, notifications.eventId))
      .leftJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.eventId))
      .where(and(matching, before(after)))
      .orderBy(desc(notifications.at), desc(notifications.id))
      .limit(limit + 1),
  ]);
  const shown = found.slice(0, limit);
  const events = await toListedEvents(ctx.db, shown);
  const rows = shown.flatMap(({ notification }, i) => {
    const event = events[i];
    if (!event) return [];
    const { id, kind, because, at, readAt } = notification;
    const href = objectLink(project, event).href ?? paths.auditEvent(project, event.eventId);
    return [{ id, kind, because, at, isRead: readAt !== null, event, href }];
  });
  const last = rows.at(-1);
  const next = last && found.length > limit ? `${last.at.toISOString()}~${last.id}` : null;
  return { rows, total: total[0]?.n ?? 0, unread, next };
}

function before(after: string | null) {
  const [at, id] = after?.split("~") ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at))) return undefined;
  const moment = new Date(at);
  return or(lt(notifications.at, moment), and(eq(notifications.at, moment), lt(notifications.id, id)));
}
