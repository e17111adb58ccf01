import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { UserContext } from "@/lib/context";

export type MyProject = { name: string; title: string };

/** Projects in which a person has a role, by title. */
export async function listProjectsOf(db: Db, userId: string): Promise<MyProject[]> {
  return db.execute<MyProject>(sql`
    select p.name, p.title from projects p
    where exists (select 1 from members m where m.project_id = p.id and m.user_id = ${userId})
    order by lower(p.title), p.id`);
}

/** Projects of the signed-in person, for the project switcher. */
export const listMyProjects = (ctx: UserContext): Promise<MyProject[]> => listProjectsOf(ctx.db, ctx.actor.userId);
