import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { delegations, users } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { type RevokeDelegationInput, revokeDelegationInput } from "../schemas";

/** Ends a delegation at once, by either of the two. What was signed while it was in force stands. */
export async function revokeDelegation(ctx: UserContext, raw: RevokeDelegationInput): Promise<void> {
  authorize(ctx, "delegation.manage");
  const { delegationId } = revokeDelegationInput.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const mine = and(eq(delegations.projectId, ctx.projectId), eq(delegations.id, delegationId));
    const [row] = await tx.select().from(delegations).where(mine).for("update");
    if (!row) throw notFound("That delegation");
    if (row.revokedAt) throw conflict("That delegation has been ended already; reload the page.");
    const { userId } = ctx.actor;
    if (row.delegatorUserId !== userId && row.delegateUserId !== userId)
      throw forbidden("Only the two people of a delegation may end it.");
    await tx
      .update(delegations)
      .set({ revokedAt: ctx.now(), revokedBy: userId })
      .where(and(mine, isNull(delegations.revokedAt)));
    const name = async (id: string) =>
      (await tx.select({ name: users.name }).from(users).where(eq(users.id, id)))[0]?.name ?? "somebody";
    await appendAudit(tx, ctx, {
      action: "delegation.revoked",
      objectType: "delegation",
      objectId: delegationId,
      payload: {
        delegationId,
        role: row.role,
        delegator: await name(row.delegatorUserId),
        delegatorId: row.delegatorUserId,
        delegate: await name(row.delegateUserId),
        delegateId: row.delegateUserId,
      },
    });
  });
}
