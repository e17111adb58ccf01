import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { AuthMethod, Role } from "@/db/enums";

/** A session that counts now, with its user and, when asked for, the user's place in one project. */
export type LiveSession = {
  sessionId: string;
  userId: string;
  personId: string;
  name: string;
  email: string;
  isInstanceAdmin: boolean;
  authTime: Date;
  authMethod: AuthMethod;
  project: { id: number; name: string; title: string } | null;
  roles: Role[];
  groupName: string;
};

type Row = {
  user_id: string;
  person_id: string;
  name: string;
  email: string;
  is_instance_admin: boolean;
  auth_time: Date | string;
  auth_method: AuthMethod;
  unseen: boolean;
  project_id: number | null;
  project_name: string | null;
  project_title: string | null;
  roles: Role[];
  group_name: string | null;
};

/**
 * Reads a session by primary key and checks, by the database clock, all that can end it: sign-out, a disabled account,
 * a newer session epoch, 30 minutes without use, 12 hours in all. Use is noted at most once a minute; what a page asks by
 * itself, with nobody at it, is no use.
 */
export async function findLiveSession(
  db: Db,
  sessionId: string,
  project: string | null,
  isUse = true,
): Promise<LiveSession | null> {
  const rows = await db.execute<Row>(sql`
    select s.user_id, s.auth_time, s.auth_method, s.last_seen_at < now() - interval '1 minute' as unseen,
      u.person_id, u.name, u.email, u.is_instance_admin,
      p.id as project_id, p.name as project_name, p.title as project_title,
      array(select m.role from members m where m.project_id = p.id and m.user_id = u.id order by m.role) as roles,
      (select max(m.group_name) from members m where m.project_id = p.id and m.user_id = u.id) as group_name
    from user_sessions s
    join users u on u.id = s.user_id
    left join projects p on p.name = ${project}
    where s.id = ${sessionId} and s.revoked_at is null and s.expires_at > now()
      and s.last_seen_at > now() - interval '30 minutes'
      and s.epoch = u.session_epoch and u.disabled_at is null`);
  const row = rows[0];
  if (!row) return null;
  if (row.unseen && isUse)
    await db.execute(sql`update user_sessions set last_seen_at = now() where id = ${sessionId} and revoked_at is null`);
  return {
    sessionId,
    userId: row.user_id,
    personId: row.person_id,
    name: row.name,
    email: row.email,
    isInstanceAdmin: row.is_instance_admin,
    authTime: new Date(row.auth_time),
    authMethod: row.auth_method,
    project:
      row.project_id === null
        ? null
        : { id: row.project_id, name: row.project_name ?? "", title: row.project_title ?? "" },
    roles: row.roles,
    groupName: row.group_name ?? "",
  };
}
