import "server-only";
import { and, desc, eq, gte } from "drizzle-orm";
import { auditEvents, auditPrivate } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { collapseChanges } from "./changes";

const day = 24 * 3_600_000;
const mostEvents = 300;

/** What was recorded in this project in the last 24 hours, newest first; a row of like events by one actor is one line. */
export async function listChanges(ctx: Context) {
  authorize(ctx, "audit.view");
  const since = new Date(ctx.now().getTime() - day);
  const events = await ctx.db
    .select({
      eventId: auditEvents.eventId,
      at: auditEvents.occurredAt,
      action: auditEvents.action,
      summary: auditEvents.summary,
      actorRef: auditEvents.actorRef,
      actorName: auditPrivate.value,
    })
    .from(auditEvents)
    .leftJoin(auditPrivate, and(eq(auditPrivate.eventId, auditEvents.eventId), eq(auditPrivate.field, "actor_name")))
    .where(and(eq(auditEvents.projectId, ctx.projectId), gte(auditEvents.occurredAt, since)))
    .orderBy(desc(auditEvents.id))
    .limit(mostEvents);
  return { changes: collapseChanges(events), total: events.length, isCut: events.length === mostEvents };
}
