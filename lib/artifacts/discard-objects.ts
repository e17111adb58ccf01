import "server-only";
import { and, eq } from "drizzle-orm";
import { looseObjects } from "@/db/schema";
import type { Context } from "@/lib/context";
import { logger } from "@/lib/log";
import { getArtifactStore } from "./store";

/**
 * Removes objects that no row of a file names any more. One that cannot be removed is logged and stays loose: it is never read, what
 * was decided about it stands already, and the sweep tries again.
 */
export async function discardObjects(ctx: Context, keys: readonly string[]): Promise<void> {
  const store = await getArtifactStore();
  for (const key of keys)
    try {
      await store.remove(key);
      await ctx.db
        .delete(looseObjects)
        .where(and(eq(looseObjects.projectId, ctx.projectId), eq(looseObjects.objectKey, key)));
    } catch (error) {
      logger.warn({ err: error, key }, "object could not be removed");
    }
}
