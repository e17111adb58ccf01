import "server-only";
import { sql } from "drizzle-orm";
import { users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { consumeLink } from "@/lib/auth/password-links";
import { hashPassword } from "@/lib/auth/passwords";
import { actorOutsideProjects } from "@/lib/auth/sign-in-context";
import { type StartedSession, startSession } from "@/lib/auth/start-session";
import { insertUser } from "@/lib/auth/users";
import { type Context, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { insertProject } from "../insert-project";
import { type SetupInput, setupSchema } from "../schemas";

/**
 * Creates the installation's first administrator and first project through the one-time set-up link, and signs the
 * administrator in. Throws PRECONDITION_FAILED when the link was used or an account exists.
 */
export async function completeSetup(
  ctx: Context,
  input: SetupInput & { userAgent?: string | null },
): Promise<StartedSession & { project: string }> {
  authorize(ctx, "session.start");
  const { token, name, email, password, project, title } = setupSchema.parse(input);
  const passwordHash = await hashPassword(password);
  return withTransaction(ctx, async (tx) => {
    await tx.execute(sql`lock table ${users} in share row exclusive mode`);
    const { userId } = await consumeLink(tx, token);
    const existing = await tx.select({ id: users.id }).from(users).limit(1);
    if (userId !== null || existing.length > 0)
      throw preconditionFailed("This installation has an administrator already: sign in.");
    const user = await insertUser(tx, ctx, { name, email, passwordHash, isInstanceAdmin: true });
    const started = await startSession(tx, ctx, user, { method: "password", userAgent: input.userAgent ?? null });
    const actor = actorOutsideProjects(user, { id: started.sessionId, authTime: ctx.now(), authMethod: "password" });
    await insertProject(tx, { ...ctx, actor }, { name: project, title }, actor);
    await appendAudit(
      tx,
      { ...ctx, actor, projectId: null },
      {
        action: "setup.completed",
        objectType: "installation",
        objectId: "installation",
        payload: { userId: user.id },
      },
    );
    return { ...started, project };
  });
}
