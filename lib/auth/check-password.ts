import "server-only";
import { eq, sql } from "drizzle-orm";
import { type UserRow, users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { type Context, withTransaction } from "@/lib/context";
import { lockedUntil } from "./lockout";
import { isPassword } from "./passwords";

/**
 * Whether `password` is the user's, counting failures and locking the account. Takes the same time and answers the same
 * for an unknown, disabled or locked account as for a wrong password.
 */
export async function checkPassword(ctx: Context, user: UserRow | null, password: string): Promise<boolean> {
  const open = user !== null && user.disabledAt === null && !(user.lockedUntil && user.lockedUntil > ctx.now());
  const matches = await isPassword(open ? user.passwordHash : null, password);
  if (!user || !open) return false;
  if (!matches) await recordFailure(ctx, user);
  else if (user.failedSignIns > 0) {
    await ctx.db.update(users).set({ failedSignIns: 0, lockedUntil: null }).where(eq(users.id, user.id));
  }
  return matches;
}

/** Only accounts that exist are recorded, and a lock bounds how often: strangers cannot fill the log. */
async function recordFailure(ctx: Context, user: UserRow): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(users)
      .set({ failedSignIns: sql`${users.failedSignIns} + 1` })
      .where(eq(users.id, user.id))
      .returning({ failures: users.failedSignIns });
    const failures = row?.failures ?? 1;
    const until = lockedUntil(failures, ctx.now());
    const audit = { ...ctx, projectId: null };
    await appendAudit(tx, audit, {
      action: "session.sign_in_failed",
      objectType: "session",
      objectId: user.id,
      payload: { email: user.email, cause: "wrong_password", method: "password" },
    });
    if (!until) return;
    await tx.update(users).set({ lockedUntil: until }).where(eq(users.id, user.id));
    await appendAudit(tx, audit, {
      action: "session.account_locked",
      objectType: "user",
      objectId: user.id,
      payload: { email: user.email, failures, until: until.toISOString() },
    });
  });
}
