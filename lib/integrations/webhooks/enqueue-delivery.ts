import "server-only";
import type { Tx } from "@/db/client";
import type { JobPayload } from "@/lib/jobs/definitions";
import { enqueue } from "@/lib/jobs/queue";

/** Asks for one attempt at a message; one job waits per message, whoever asks. */
export const enqueueDelivery = (
  tx: Tx,
  payload: JobPayload<"webhook.deliver">,
  runAt?: Date,
  keep = false,
): Promise<void> =>
  enqueue(tx, "webhook.deliver", payload, {
    key: `webhook.deliver:${payload.deliveryId}`,
    keep,
    ...(runAt ? { runAt } : {}),
  });
