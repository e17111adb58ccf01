import "server-only";
import { authorize } from "@/lib/auth/authorize";
import { checkPassword } from "@/lib/auth/check-password";
import { signInSchema } from "@/lib/auth/schemas";
import { type StartedSession, startSession } from "@/lib/auth/start-session";
import { findUserByEmail } from "@/lib/auth/users";
import { type Context, withTransaction } from "@/lib/context";
import { DomainError } from "@/lib/errors";

/** The one answer to every sign-in that fails, whatever the cause. */
export const signInRefused =
  "E-mail or password is not right. After five wrong passwords in a row an account is locked for up to 15 minutes.";

/** Starts a session for an e-mail and password. Throws UNAUTHENTICATED, in the same words and time for every cause. */
export async function signInWithPassword(
  ctx: Context,
  input: { email: string; password: string; userAgent?: string | null },
): Promise<StartedSession> {
  authorize(ctx, "session.start");
  const { email, password } = signInSchema.parse(input);
  const user = await findUserByEmail(ctx.db, email);
  if (!(await checkPassword(ctx, user, password)) || !user) throw new DomainError("UNAUTHENTICATED", signInRefused);
  return withTransaction(ctx, (tx) =>
    startSession(tx, ctx, user, { method: "password", userAgent: input.userAgent ?? null }),
  );
}
