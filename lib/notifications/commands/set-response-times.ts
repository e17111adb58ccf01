import "server-only";
import { riskTiers } from "@/db/enums";
import { responseTimes } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { getResponseHours } from "@/lib/promotions/response-times";
import { type ResponseTimesInput, responseTimesSchema } from "../schemas";

/** Sets how long a promotion of each tier may wait for its first decision; clocks that run already follow. */
export async function setResponseTimes(ctx: UserContext, raw: ResponseTimesInput): Promise<{ changed: number }> {
  authorize(ctx, "response_times.set");
  const input = responseTimesSchema.parse(raw);
  const { projectId } = ctx;
  return withTransaction(ctx, async (tx) => {
    const before = await getResponseHours(tx, projectId);
    const changes = riskTiers
      .map((tier) => ({ tier, from: before[tier], to: input[tier] }))
      .filter(({ from, to }) => from !== to);
    if (changes.length === 0) return { changed: 0 };
    for (const { tier, to } of changes) {
      const row = { hours: to, changedBy: ctx.actor.userId, changedAt: ctx.now() };
      await tx
        .insert(responseTimes)
        .values({ projectId, riskTier: tier, ...row })
        .onConflictDoUpdate({ target: [responseTimes.projectId, responseTimes.riskTier], set: row });
    }
    await appendAudit(tx, ctx, {
      action: "response_times.changed",
      objectType: "response_times",
      objectId: String(projectId),
      payload: { changes },
    });
    return { changed: changes.length };
  });
}
