import "server-only";
import { eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members, users } from "@/db/schema/auth";

/**
 * The log is one per installation, people belong to projects: a project sees its own events, and those of the whole
 * installation (signing in, for example) that its own members caused. Returns the members' actor refs.
 */
export async function memberRefs(db: Reader, projectId: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ personId: users.personId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.projectId, projectId));
  return rows.map(({ personId }) => `person:${personId}`);
}
