import { and, asc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { notifications } from "@/db/schema";
import type { CastName, World } from "@/lib/promotions/testing";
import { drainOutbox } from "./drain-outbox";

/** Tells of everything that has happened so far. */
export const drain = (db: Db): Promise<void> => drainOutbox(db, new AbortController().signal);

/** What one of the cast was told, oldest first, as "kind: because". */
export async function told(world: World, who: CastName): Promise<string[]> {
  const own = and(eq(notifications.projectId, world.projectId), eq(notifications.userId, world.ids[who].userId));
  const rows = await world.db
    .select()
    .from(notifications)
    .where(own)
    .orderBy(asc(notifications.at), asc(notifications.id));
  return rows.map(({ kind, because }) => `${kind}: ${because}`);
}
