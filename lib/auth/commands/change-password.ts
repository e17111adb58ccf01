import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { userSessions, users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { checkPassword } from "@/lib/auth/check-password";
import { hashPassword } from "@/lib/auth/passwords";
import { changePasswordSchema } from "@/lib/auth/schemas";
import { findUserById } from "@/lib/auth/users";
import { type UserContext, withTransaction } from "@/lib/context";
import { invalidInput } from "@/lib/errors";

/** Changes one's own password and ends every other session. Throws INVALID_INPUT when the current one is wrong. */
export async function changePassword(ctx: UserContext, input: { current: string; password: string }): Promise<void> {
  authorize(ctx, "session.manage");
  const { current, password } = changePasswordSchema.parse(input);
  const { userId, sessionId } = ctx.actor;
  const user = await findUserById(ctx.db, userId);
  if (!(await checkPassword(ctx, user, current)))
    throw invalidInput("current", "This is not your password, or the account is locked after wrong ones.");
  const passwordHash = await hashPassword(password);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(users)
      .set({ passwordHash, sessionEpoch: sql`${users.sessionEpoch} + 1` })
      .where(eq(users.id, userId))
      .returning({ epoch: users.sessionEpoch, name: users.name });
    if (!row) return;
    await tx
      .update(userSessions)
      .set({ epoch: row.epoch })
      .where(and(eq(userSessions.id, sessionId), eq(userSessions.userId, userId)));
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: "user.password_set",
        objectType: "user",
        objectId: userId,
        payload: { name: row.name },
      },
    );
  });
}
