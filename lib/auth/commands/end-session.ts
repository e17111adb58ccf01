import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { userSessions } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { endSessionSchema } from "@/lib/auth/schemas";
import { type UserContext, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";

/** Ends one of one's own sessions at once; the current one is a sign-out. Throws NOT_FOUND for any other. */
export async function endSession(ctx: UserContext, input: { sessionId: string }): Promise<{ current: boolean }> {
  authorize(ctx, "session.manage");
  const { sessionId } = endSessionSchema.parse(input);
  const { userId } = ctx.actor;
  const current = sessionId === ctx.actor.sessionId;
  await withTransaction(ctx, async (tx) => {
    const ended = await tx
      .update(userSessions)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(userSessions.id, sessionId), eq(userSessions.userId, userId), isNull(userSessions.revokedAt)))
      .returning({ id: userSessions.id });
    if (ended.length === 0) throw notFound("A session of yours with this id");
    const object = { objectType: "session", objectId: sessionId } as const;
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      current
        ? { action: "session.signed_out", ...object, payload: {} }
        : { action: "session.revoked", ...object, payload: { userId, count: 1 } },
    );
  });
  return { current };
}
