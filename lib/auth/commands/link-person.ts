import "server-only";
import { eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound, preconditionFailed } from "@/lib/errors";

const schema = z.object({ userId: z.string(), sameAsUserId: z.string() });

/**
 * Says that two accounts belong to one human, so that they count once and neither countersigns the other. Everybody who was in a
 * conflict set under the former person is in it under the new one. There is no way back: what was signed stays signed.
 */
export async function linkPerson(ctx: Context, input: z.input<typeof schema>): Promise<{ personId: string }> {
  authorize(ctx, "user.link");
  const { userId, sameAsUserId } = schema.parse(input);
  return withTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: users.id, personId: users.personId, name: users.name })
      .from(users)
      .where(inArray(users.id, [userId, sameAsUserId]))
      .orderBy(users.id)
      .for("update");
    const account = rows.find((row) => row.id === userId);
    const same = rows.find((row) => row.id === sameAsUserId);
    if (!account || !same) throw notFound("This account");
    if (account.personId === same.personId) throw preconditionFailed("Both accounts belong to one person already.");
    await tx.execute(sql`insert into promotion_conflicts (project_id, promotion_id, person_id, reason, source, added_at)
      select project_id, promotion_id, ${same.personId}, reason, source, added_at from promotion_conflicts
      where person_id = ${account.personId} on conflict do nothing`);
    await tx.update(users).set({ personId: same.personId }).where(eq(users.personId, account.personId));
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: "user.linked",
        objectType: "user",
        objectId: userId,
        payload: { name: account.name, sameAs: same.name, sameAsUserId },
      },
    );
    return { personId: same.personId };
  });
}
