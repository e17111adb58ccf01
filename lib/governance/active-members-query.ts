import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { members, users } from "@/db/schema";
import type { Context } from "@/lib/context";

export type ActiveMember = { userId: string; personId: string; name: string };

/** People who can be named as owner or validator, by name. */
export async function listActiveMembers(ctx: Context): Promise<ActiveMember[]> {
  return ctx.db
    .selectDistinct({ userId: users.id, personId: users.personId, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.projectId, ctx.projectId), isNull(users.disabledAt)))
    .orderBy(asc(users.name), asc(users.id));
}
