import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookDeliveries, webhooks } from "@/db/schema";
import { newIdAt } from "@/lib/ids";
import { enqueueDelivery } from "./enqueue-delivery";
import { mlflowPairOf } from "./mlflow-events";
import { eventGroup, eventGroups, isWanted } from "./webhook-events";

type Told = { projectId: number; eventId: string; action: string; at: Date };

/** Writes one message per webhook that wants the event, in the caller's transaction; a second time changes nothing. */
export async function enqueueDeliveries(tx: Tx, { projectId, eventId, action, at }: Told): Promise<void> {
  if (!eventGroups.includes(eventGroup(action))) return;
  const pair = mlflowPairOf(action);
  const enabled = await tx
    .select({ id: webhooks.id, events: webhooks.events, format: webhooks.format })
    .from(webhooks)
    .where(and(eq(webhooks.projectId, projectId), eq(webhooks.isEnabled, true)));
  const values = enabled
    .filter(({ events, format }) =>
      format === "mlflow" ? pair !== null && events.includes(pair) : isWanted(events, action),
    )
    .map(({ id }) => ({
      projectId,
      id: newIdAt(at),
      webhookId: id,
      eventId,
      type: action,
      state: "pending" as const,
      nextAt: null,
      createdAt: at,
    }));
  if (values.length === 0) return;
  const inserted = await tx
    .insert(webhookDeliveries)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: webhookDeliveries.id });
  for (const { id } of inserted) await enqueueDelivery(tx, { projectId, deliveryId: id });
}
