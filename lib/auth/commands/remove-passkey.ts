import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { passkeys } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type RemovePasskeyInput, removePasskeySchema } from "@/lib/auth/schemas";
import { type UserContext, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";

/** Takes one of one's own passkeys out of use. What was signed with it stays verifiable. */
export async function removePasskey(ctx: UserContext, raw: RemovePasskeyInput): Promise<void> {
  authorize(ctx, "session.manage");
  const { passkeyId } = removePasskeySchema.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const [removed] = await tx
      .update(passkeys)
      .set({ removedAt: ctx.now() })
      .where(and(eq(passkeys.id, passkeyId), eq(passkeys.userId, ctx.actor.userId), isNull(passkeys.removedAt)))
      .returning({ name: passkeys.name });
    if (!removed) throw notFound("That passkey");
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: "passkey.removed",
        objectType: "user",
        objectId: ctx.actor.userId,
        payload: { passkeyId, name: removed.name },
      },
    );
  });
}
