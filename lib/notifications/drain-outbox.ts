import "server-only";
import { inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditEvents, eventOutbox } from "@/db/schema";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { enqueue } from "@/lib/jobs/queue";
import { logger } from "@/lib/log";
import { tell } from "./tell";

const batchSize = 100;

/** One turn of the service: tells of everything in the outbox. Several workers may turn at once; each event is taken by one. */
export async function drainOutbox(db: Db, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await drainBatch(db)) === batchSize);
}

async function drainBatch(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    const waiting = tx
      .select({ id: eventOutbox.id })
      .from(eventOutbox)
      .orderBy(eventOutbox.id)
      .limit(batchSize)
      .for("update", { skipLocked: true });
    const taken = await tx
      .delete(eventOutbox)
      .where(inArray(eventOutbox.id, waiting))
      .returning({ id: eventOutbox.id });
    if (taken.length === 0) return 0;
    const [clock] = await tx.execute<{ now: string }>(sql`select now()::text as now`);
    const now = new Date(clock?.now ?? Date.now());
    const events = await tx
      .select({ eventId: auditEvents.eventId })
      .from(auditEvents)
      .where(
        inArray(
          auditEvents.id,
          taken.map(({ id }) => id),
        ),
      )
      .orderBy(auditEvents.id);
    for (const { eventId } of events) {
      try {
        await tx.transaction((inner) => tell(inner, eventId, now));
      } catch (error) {
        // One event that cannot be told of now must not hold up the others; a job tries it again.
        logger.error({ err: error, eventId }, "an event could not be told of");
        await enqueue(tx, "event.tell", { eventId });
      }
    }
    return taken.length;
  });
}

/** Tells of one event that failed in its turn. */
export async function tellJob({ eventId }: JobPayload<"event.tell">, { db }: JobRun): Promise<void> {
  await db.transaction((tx) => tell(tx, eventId, new Date()));
}
