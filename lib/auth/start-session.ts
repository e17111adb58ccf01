import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AuthMethod } from "@/db/enums";
import { type UserRow, userSessions } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import type { Context } from "@/lib/context";
import { actorOutsideProjects } from "./sign-in-context";

export type StartedSession = { userId: string; sessionId: string };
export type Proof = {
  method: AuthMethod;
  userAgent?: string | null;
  /** When the identity provider says the person proved who they are; now when left out. */
  authTime?: Date;
};

/** Writes the session row of a proven identity and its audit event, in the caller's transaction. */
export async function startSession(tx: Tx, ctx: Context, user: UserRow, proof: Proof): Promise<StartedSession> {
  const sessionId = ctx.newId();
  const authTime = proof.authTime && proof.authTime < ctx.now() ? proof.authTime : ctx.now();
  await tx.insert(userSessions).values({
    id: sessionId,
    userId: user.id,
    authTime,
    authMethod: proof.method,
    epoch: user.sessionEpoch,
    createdAt: sql`now()`,
    lastSeenAt: sql`now()`,
    expiresAt: sql`now() + interval '12 hours'`,
    userAgent: proof.userAgent?.slice(0, 300) ?? null,
  });
  const actor = actorOutsideProjects(user, { id: sessionId, authTime, authMethod: proof.method });
  await appendAudit(
    tx,
    { ...ctx, actor, projectId: null },
    {
      action: "session.signed_in",
      objectType: "session",
      objectId: sessionId,
      payload: { method: proof.method },
    },
  );
  return { userId: user.id, sessionId };
}
