import "server-only";
import { cache } from "react";
import type { Db } from "@/db/client";
import { createContext, type UserContext } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import { readSessionCookie } from "./cookies";
import { findLiveSession, type LiveSession } from "./live-session";
import { requestId } from "./request";

export type FoundUserContext =
  | { kind: "ok"; ctx: UserContext; project: { id: number; name: string; title: string } }
  | { kind: "signed_out" }
  | { kind: "no_project" };

/** The signed-in person of this request, without a project; null when signed out. One indexed read. */
export const findSession = cache(async (db: Db): Promise<LiveSession | null> => {
  const sessionId = await readSessionCookie();
  return sessionId ? findLiveSession(db, sessionId, null) : null;
});

/** The signed-in person in a project. `no_project` also covers a project that exists but that they are not in. */
export const findUserContext = cache(async (project: string, db: Db): Promise<FoundUserContext> => {
  const sessionId = await readSessionCookie();
  const session = sessionId ? await findLiveSession(db, sessionId, project) : null;
  if (!session) return { kind: "signed_out" };
  if (!session.project || session.roles.length === 0) return { kind: "no_project" };
  const ctx = userContext(session, session.project.id, db);
  return { kind: "ok", ctx: { ...ctx, requestId: (await requestId()) ?? ctx.requestId }, project: session.project };
});

/** As findUserContext, for actions. Throws UNAUTHENTICATED when signed out and NOT_FOUND outside one's projects. */
export async function requireUserContext(project: string, db: Db): Promise<UserContext> {
  const found = await findUserContext(project, db);
  if (found.kind === "ok") return found.ctx;
  if (found.kind === "no_project") throw new DomainError("NOT_FOUND", `You are in no project named "${project}".`);
  throw new DomainError("UNAUTHENTICATED", "Your session has ended. Sign in again; what you typed is kept.");
}

/** As requireUserContext, for what a page asks by itself: it does not keep a session alive that nobody uses. */
export async function peekUserContext(project: string, db: Db): Promise<UserContext> {
  const sessionId = await readSessionCookie();
  const session = sessionId ? await findLiveSession(db, sessionId, project, false) : null;
  if (!session) throw new DomainError("UNAUTHENTICATED", "Your session has ended. Sign in again.");
  if (!session.project || session.roles.length === 0)
    throw new DomainError("NOT_FOUND", `You are in no project named "${project}".`);
  return userContext(session, session.project.id, db);
}

/** Context of a live session; roles are empty outside a project. */
export function userContext(session: LiveSession, projectId: number, db: Db): UserContext {
  const { sessionId, userId, personId, name, email, roles, groupName, isInstanceAdmin, authTime, authMethod } = session;
  const actor = {
    kind: "user",
    userId,
    personId,
    name,
    email,
    roles,
    groupName,
    isInstanceAdmin,
    sessionId,
    authTime,
    authMethod,
  } as const;
  return { ...createContext({ actor, projectId, db }), actor };
}
