import "server-only";
import { eq } from "drizzle-orm";
import { oidcAccounts } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { lockMembership } from "@/lib/auth/members";
import { insertLink } from "@/lib/auth/password-links";
import { memberSchema } from "@/lib/auth/schemas";
import { findUserById } from "@/lib/auth/users";
import { type Context, withTransaction } from "@/lib/context";
import { forbidden, notFound } from "@/lib/errors";
import { paths } from "@/lib/paths";
import { inviteHours, setupHours } from "../invite";

/**
 * Issues a one-time link that sets an account's password, voiding earlier ones. A project administrator may do so only
 * for a member who never signed in: otherwise they could take over an approver. Resets come from the command line.
 */
export async function issuePasswordLink(
  ctx: Context,
  input: { userId: string },
): Promise<{ link: string; expiresAt: Date }> {
  authorize(ctx, "user.create");
  const { userId } = memberSchema.parse(input);
  return withTransaction(ctx, async (tx) => {
    const user = await findUserById(tx, userId);
    if (!user || user.isPersona) throw notFound("This account");
    if (ctx.actor.kind !== "system") {
      const { roles } = await lockMembership(tx, ctx, userId);
      if (roles.length === 0) throw notFound("This member");
      const [sso] = await tx.select().from(oidcAccounts).where(eq(oidcAccounts.userId, userId)).limit(1);
      if (user.passwordHash || sso) {
        throw forbidden(
          `${user.name} has signed in before: only the operator of the installation can reset a password (npm run admin -- user reset-password).`,
        );
      }
    }
    const { token, expiresAt } = await insertLink(
      tx,
      ctx,
      userId,
      ctx.actor.kind === "system" ? setupHours : inviteHours,
    );
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: "user.password_link_issued",
        objectType: "user",
        objectId: userId,
        payload: { name: user.name, expiresAt: expiresAt.toISOString() },
      },
    );
    return { link: paths.setup(token), expiresAt };
  });
}
