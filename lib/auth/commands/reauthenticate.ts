import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { userSessions } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { checkPassword } from "@/lib/auth/check-password";
import { reauthenticateSchema } from "@/lib/auth/schemas";
import { findUserById } from "@/lib/auth/users";
import { type UserContext, withTransaction } from "@/lib/context";
import { isDemoAllowed } from "@/lib/env";
import { DomainError, invalidInput, preconditionFailed } from "@/lib/errors";

/**
 * Confirms anew who is at the keyboard and moves the session's authentication time to now, as high-tier decisions
 * need: by password, or by a plain confirmation for the demo's people. Single sign-on confirms at its provider.
 */
export async function reauthenticate(
  ctx: UserContext,
  input: { password?: string | undefined },
): Promise<{ authTime: Date }> {
  authorize(ctx, "session.manage");
  const { password } = reauthenticateSchema.parse(input);
  const { authMethod, sessionId, userId } = ctx.actor;
  const user = await findUserById(ctx.db, userId);
  if (authMethod === "oidc") throw preconditionFailed("Sign in again with single sign-on to confirm that it is you.");
  if (authMethod === "persona" && !(isDemoAllowed() && user?.isPersona))
    throw preconditionFailed("Sign in again to confirm that it is you.");
  if (authMethod === "password") {
    if (password === undefined) throw invalidInput("password", "Enter your password.");
    if (!(await checkPassword(ctx, user, password))) {
      throw invalidInput(
        "password",
        "This is not your password, or the account is locked after wrong ones. Wait up to 15 minutes, then try again.",
      );
    }
  }
  const authTime = ctx.now();
  await withTransaction(ctx, async (tx) => {
    const updated = await tx
      .update(userSessions)
      .set({ authTime })
      .where(and(eq(userSessions.id, sessionId), eq(userSessions.userId, userId), isNull(userSessions.revokedAt)))
      .returning({ id: userSessions.id });
    if (updated.length === 0) throw new DomainError("UNAUTHENTICATED", "Your session has ended. Sign in again.");
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: "session.reauthenticated",
        objectType: "session",
        objectId: sessionId,
        payload: { method: authMethod },
      },
    );
  });
  return { authTime };
}
