import "server-only";
import { eq, sql } from "drizzle-orm";
import { users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { consumeLink } from "@/lib/auth/password-links";
import { hashPassword } from "@/lib/auth/passwords";
import { linkPasswordSchema } from "@/lib/auth/schemas";
import { actorOutsideProjects } from "@/lib/auth/sign-in-context";
import { type StartedSession, startSession } from "@/lib/auth/start-session";
import { type Context, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";

/** Sets the password that a one-time link stands for, ends the account's other sessions and signs its owner in. */
export async function setPasswordByLink(
  ctx: Context,
  input: { token: string; password: string; userAgent?: string | null },
): Promise<StartedSession> {
  authorize(ctx, "session.start");
  const { token, password } = linkPasswordSchema.parse(input);
  const passwordHash = await hashPassword(password);
  return withTransaction(ctx, async (tx) => {
    const { userId } = await consumeLink(tx, token);
    const [user] = userId
      ? await tx
          .update(users)
          .set({ passwordHash, sessionEpoch: sql`${users.sessionEpoch} + 1`, failedSignIns: 0, lockedUntil: null })
          .where(eq(users.id, userId))
          .returning()
      : [];
    if (!user || user.disabledAt) throw preconditionFailed("This link belongs to no open account. Ask for a new one.");
    const started = await startSession(tx, ctx, user, { method: "password", userAgent: input.userAgent ?? null });
    const actor = actorOutsideProjects(user, { id: started.sessionId, authTime: ctx.now(), authMethod: "password" });
    await appendAudit(
      tx,
      { ...ctx, actor, projectId: null },
      {
        action: "user.password_set",
        objectType: "user",
        objectId: user.id,
        payload: { name: user.name },
      },
    );
    return started;
  });
}
