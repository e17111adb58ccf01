import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { webhookDeliveries, webhooks } from "@/db/schema";
import { enqueueDelivery } from "./enqueue-delivery";

const atOnce = 200;

/**
 * One turn of the service: asks again for messages whose attempt is overdue, as after a worker was killed in the middle of one,
 * and erases secrets whose overlap is over.
 */
export async function sweepDeliveries(db: Db): Promise<void> {
  await db
    .update(webhooks)
    .set({ formerSecret: null, formerSecretUntil: null })
    .where(lt(webhooks.formerSecretUntil, sql`now()`));
  const overdue = await db
    .select({ projectId: webhookDeliveries.projectId, deliveryId: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.state, "pending"),
        sql`coalesce(${webhookDeliveries.nextAt}, ${webhookDeliveries.createdAt}) < now() - interval '2 minutes'`,
        or(isNull(webhookDeliveries.claimedUntil), lt(webhookDeliveries.claimedUntil, sql`now()`)),
      ),
    )
    .limit(atOnce);
  for (const delivery of overdue) await db.transaction((tx) => enqueueDelivery(tx, delivery, undefined, true));
}
