import "server-only";
import { and, eq, gte, inArray, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { auditEvents, auditPrivate } from "@/db/schema/audit";
import type { Context } from "@/lib/context";
import { type ObjectRef, parseObjectRef } from "./object-ref";
import type { AuditFilters } from "./schemas";
import { memberRefs } from "./visibility";

const like = (term: string) => `%${term.replace(/[\\%_]/g, "\\$&")}%`;

/** Every word must occur in the sentence, a name, a reason or comment, the object, the action or the request. */
function search(text: string): SQL | undefined {
  const terms = text.split(/\s+/).filter(Boolean).slice(0, 8);
  return and(
    ...terms.map((term) => {
      const pattern = like(term);
      return sql`(${auditEvents.summary} ilike ${pattern} or ${auditEvents.action} ilike ${pattern} or ${auditEvents.objectId} ilike ${pattern}
        or ${auditEvents.requestId} ilike ${pattern} or ${auditEvents.actorRef} ilike ${pattern}
        or exists (select 1 from ${auditPrivate} where ${auditPrivate.eventId} = ${auditEvents.eventId} and ${auditPrivate.value} ilike ${pattern}))`;
    }),
  );
}

/** Events of any of these objects; no condition when there are none. */
export const ofObjects = (objects: readonly ObjectRef[]): SQL | undefined =>
  or(...objects.map(({ type, id }) => and(eq(auditEvents.objectType, type), eq(auditEvents.objectId, id))));

const startOf = (day: string) => new Date(`${day}T00:00:00Z`);
const endOf = (day: string) => new Date(startOf(day).getTime() + 86_400_000);

/** What the project of the context may see of the installation's log. */
export async function visibleEvents(ctx: Context): Promise<SQL | undefined> {
  const refs = await memberRefs(ctx.db, ctx.projectId);
  const own = eq(auditEvents.projectId, ctx.projectId);
  return refs.length > 0 ? or(own, and(isNull(auditEvents.projectId), inArray(auditEvents.actorRef, refs))) : own;
}

/** The condition of a filtered list, without its page. */
export async function filterCondition(
  ctx: Context,
  filters: AuditFilters,
  objects: readonly ObjectRef[] = [],
): Promise<SQL | undefined> {
  return and(
    await visibleEvents(ctx),
    ofObjects(objects),
    filters.actor ? eq(auditEvents.actorRef, filters.actor) : undefined,
    filters.action ? eq(auditEvents.action, filters.action) : undefined,
    filters.type ? eq(auditEvents.objectType, filters.type) : undefined,
    ofObjects([parseObjectRef(filters.object ?? "") ?? []].flat()),
    filters.from ? gte(auditEvents.occurredAt, startOf(filters.from)) : undefined,
    filters.to ? lt(auditEvents.occurredAt, endOf(filters.to)) : undefined,
    filters.q ? search(filters.q) : undefined,
  );
}

export const beforeCursor = (before: number | undefined): SQL | undefined =>
  before ? lte(auditEvents.id, before - 1) : undefined;
