import "server-only";
import { authorize } from "@/lib/auth/authorize";
import { type StartedSession, startSession } from "@/lib/auth/start-session";
import { findUserById } from "@/lib/auth/users";
import { type Context, withTransaction } from "@/lib/context";
import { isDemoAllowed } from "@/lib/env";
import { DomainError, forbidden } from "@/lib/errors";

/** Starts a session as one of the demo's people, without a password: only where the demo may exist at all. */
export async function signInAsPersona(
  ctx: Context,
  input: { userId: string; userAgent?: string | null },
): Promise<StartedSession> {
  authorize(ctx, "session.start");
  if (!isDemoAllowed()) throw forbidden("Demo people can sign in only on the embedded database of this machine.");
  const user = await findUserById(ctx.db, input.userId);
  if (!user?.isPersona || user.disabledAt)
    throw new DomainError("UNAUTHENTICATED", "This person is not part of the demo.");
  return withTransaction(ctx, (tx) =>
    startSession(tx, ctx, user, { method: "persona", userAgent: input.userAgent ?? null }),
  );
}
