import type { Db } from "@/db/client";
import type { Role } from "@/db/enums";
import { createContext, type SystemActor, type UserContext } from "@/lib/context";
import { createProject } from "@/lib/projects/commands/create-project";
import { createUser } from "./commands/create-user";
import { setMemberRoles } from "./commands/set-member-roles";
import { signInWithPassword } from "./commands/sign-in-with-password";
import { findLiveSession } from "./live-session";
import { userContext } from "./session";
import { signInContext } from "./sign-in-context";

export const testPassword = "correct horse battery staple";

const system: SystemActor = { kind: "system", job: "test" };

/** A context of the installation itself, in a project or in none. */
export const systemContext = (db: Db, projectId = 0) => createContext({ actor: system, projectId, db });

/** A project made by the real command. */
export const createTestProject = (db: Db, name: string) => createProject(systemContext(db), { name, title: name });

/** A person with a password and these roles, signed in through the real commands. */
export async function signedIn(
  db: Db,
  project: { id: number; name: string },
  name: string,
  roles: Role[],
  groupName = "",
): Promise<UserContext> {
  const email = `${name}-${project.name}@example.org`;
  const { userId } = await createUser(systemContext(db), { name, email, password: testPassword });
  if (roles.length > 0) await setMemberRoles(systemContext(db, project.id), { userId, roles, groupName });
  const { sessionId } = await signInWithPassword(signInContext(db), { email, password: testPassword });
  const session = await findLiveSession(db, sessionId, project.name);
  if (!session) throw new Error("the session just started is not live");
  return userContext(session, project.id, db);
}

/** Actions recorded about an object, oldest first. */
export async function auditedActions(db: Db, objectId: string): Promise<string[]> {
  const rows = await db.query.auditEvents.findMany({
    where: (e, { eq }) => eq(e.objectId, objectId),
    orderBy: (e, { asc }) => asc(e.id),
  });
  return rows.map((row) => row.action);
}
