import "server-only";
import type { Db } from "@/db/client";
import type { AuthMethod } from "@/db/enums";
import type { UserRow } from "@/db/schema/auth";
import { type Context, createContext, type UserActor } from "@/lib/context";

/** Context of the installation itself while nobody is signed in yet. */
export const signInContext = (db: Db): Context =>
  createContext({ actor: { kind: "system", job: "sign-in" }, projectId: 0, db });

/** The actor that a user is outside any project, for the events of signing in. */
export function actorOutsideProjects(
  user: Pick<UserRow, "id" | "personId" | "name" | "email" | "isInstanceAdmin">,
  session: { id: string; authTime: Date; authMethod: AuthMethod },
): UserActor {
  return {
    kind: "user",
    userId: user.id,
    personId: user.personId,
    name: user.name,
    email: user.email,
    roles: [],
    groupName: "",
    isInstanceAdmin: user.isInstanceAdmin,
    sessionId: session.id,
    authTime: session.authTime,
    authMethod: session.authMethod,
  };
}
