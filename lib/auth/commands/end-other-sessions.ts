import "server-only";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { userSessions } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";

/** Ends every session of one's own except the current one. */
export async function endOtherSessions(ctx: UserContext): Promise<{ ended: number }> {
  authorize(ctx, "session.manage");
  const { userId, sessionId } = ctx.actor;
  return withTransaction(ctx, async (tx) => {
    const ended = await tx
      .update(userSessions)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          eq(userSessions.userId, userId),
          ne(userSessions.id, sessionId),
          isNull(userSessions.revokedAt),
          sql`${userSessions.expiresAt} > now()`,
        ),
      )
      .returning({ id: userSessions.id });
    if (ended.length > 0) {
      await appendAudit(
        tx,
        { ...ctx, projectId: null },
        {
          action: "session.revoked",
          objectType: "session",
          objectId: sessionId,
          payload: { userId, count: ended.length },
        },
      );
    }
    return { ended: ended.length };
  });
}
