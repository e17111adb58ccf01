import "server-only";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";

const schema = z.object({ userId: z.string(), disabled: z.boolean() });

/** Disables an account, which ends all its sessions and its API tokens at once, or enables it again. */
export async function setUserDisabled(ctx: Context, input: z.input<typeof schema>): Promise<void> {
  authorize(ctx, "user.disable");
  const { userId, disabled } = schema.parse(input);
  await withTransaction(ctx, async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ disabledAt: disabled ? ctx.now() : null, sessionEpoch: sql`${users.sessionEpoch} + 1` })
      .where(eq(users.id, userId))
      .returning({ name: users.name });
    if (!user) throw notFound("This account");
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: disabled ? "user.disabled" : "user.enabled",
        objectType: "user",
        objectId: userId,
        payload: { name: user.name },
      },
    );
  });
}
