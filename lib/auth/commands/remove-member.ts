import "server-only";
import { authorize } from "@/lib/auth/authorize";
import { lockMembership, writeMembership } from "@/lib/auth/members";
import { memberSchema } from "@/lib/auth/schemas";
import { type Context, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";

/** Takes a person out of the project; their API tokens for it stop working. What they did stays in the record. */
export async function removeMember(ctx: Context, input: { userId: string }): Promise<void> {
  authorize(ctx, "member.manage");
  const { userId } = memberSchema.parse(input);
  await withTransaction(ctx, async (tx) => {
    const before = await lockMembership(tx, ctx, userId);
    if (before.roles.length === 0) throw notFound("This member");
    await writeMembership(tx, ctx, before, [], "");
  });
}
