import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { apiTokens, people } from "@/db/schema/auth";
import type { Context } from "@/lib/context";
import { findLastCheckpoint } from "./checkpoint-query";
import { visibleEvents } from "./event-filter";
import { auditLogEvents } from "./events/audit";
import { logOrigin } from "./origin";
import { type CheckpointView, type ListedEvent, listedColumns, toCheckpointView, toListedEvents } from "./queries";

export type LogStatus = {
  origin: string;
  /** Null while nothing is sealed. */
  checkpoint: CheckpointView | null;
  vkey: string | null;
  waiting: number;
  /** Seconds that the oldest unsealed event has waited; null when none waits. */
  oldestWaitingSeconds: number | null;
  /** The last verification that somebody of this project asked for. */
  verified: { event: ListedEvent; intact: boolean; size: number; milliseconds: number; broken: string | null } | null;
};

async function lastVerification(ctx: Context): Promise<LogStatus["verified"]> {
  const rows = await ctx.db
    .select({ ...listedColumns, seq: sql<number | null>`null` })
    .from(auditEvents)
    .where(and(eq(auditEvents.projectId, ctx.projectId), eq(auditEvents.action, "log.verified")))
    .orderBy(desc(auditEvents.id))
    .limit(1);
  const [event] = await toListedEvents(ctx.db, rows);
  const payload = auditLogEvents["log.verified"].payload.safeParse(event?.payload);
  if (!event || !payload.success) return null;
  const { intact, size, milliseconds, broken } = payload.data;
  return { event, intact, size, milliseconds, broken };
}

/** How far the log is sealed, by which key, what waits, and when it was last verified. */
export async function getLogStatus(ctx: Context): Promise<LogStatus> {
  const [origin, last, verified, waiting] = await Promise.all([
    logOrigin(ctx.db),
    findLastCheckpoint(ctx.db),
    lastVerification(ctx),
    ctx.db.execute<{ count: number; seconds: number | null }>(sql`
      select count(*)::int as count, extract(epoch from now() - min(e.recorded_at))::float8 as seconds
      from audit_pending p join audit_events e using (event_id)`),
  ]);
  return {
    origin,
    checkpoint: last && toCheckpointView(last),
    vkey: last?.vkey ?? null,
    waiting: waiting[0]?.count ?? 0,
    oldestWaitingSeconds: waiting[0]?.seconds ?? null,
    verified,
  };
}

export type FilterChoices = { actors: { ref: string; name: string }[]; actions: string[]; objectTypes: string[] };

/** What the filters can be set to: only what occurs in the project's part of the log. */
export async function listFilterChoices(ctx: Context): Promise<FilterChoices> {
  const visible = await visibleEvents(ctx);
  const [actors, actions, types] = await Promise.all([
    ctx.db
      .selectDistinct({ ref: auditEvents.actorRef, person: people.name, token: apiTokens.name })
      .from(auditEvents)
      .leftJoin(people, eq(sql`'person:' || ${people.id}`, auditEvents.actorRef))
      .leftJoin(apiTokens, eq(sql`'token:' || ${apiTokens.id}`, auditEvents.actorRef))
      .where(visible),
    ctx.db.selectDistinct({ action: auditEvents.action }).from(auditEvents).where(visible).orderBy(auditEvents.action),
    ctx.db
      .selectDistinct({ type: auditEvents.objectType })
      .from(auditEvents)
      .where(visible)
      .orderBy(auditEvents.objectType),
  ]);
  const named = actors.map(({ ref, person, token }) => ({ ref, name: person ?? token ?? ref.replace(/^\w+:/, "") }));
  return {
    actors: named.sort((a, b) => a.name.localeCompare(b.name)),
    actions: actions.map(({ action }) => action),
    objectTypes: types.map(({ type }) => type),
  };
}
