import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sources } from "@/db/schema";
import { enqueueSync } from "./load-source";

/** One turn of the service: asks for the job of every source that is due and that nobody is at, as after a worker was killed. */
export async function sweepSources(db: Db): Promise<void> {
  const due = await db
    .select({ projectId: sources.projectId, id: sources.id })
    .from(sources)
    .where(
      and(
        eq(sources.isEnabled, true),
        isNull(sources.deletedAt),
        sql`${sources.nextSyncAt} <= now()`,
        or(isNull(sources.claimedUntil), lt(sources.claimedUntil, sql`now()`)),
      ),
    )
    .limit(200);
  for (const { projectId, id } of due) await db.transaction((tx) => enqueueSync(tx, projectId, id));
}
