import "server-only";
import { logger } from "@/lib/log";
import { getArtifactStore } from "./store";

/**
 * Removes objects that no row names any more. One that cannot be removed is logged and left: it is never read, and what was decided
 * about it stands already.
 */
export async function discardObjects(keys: readonly string[]): Promise<void> {
  const store = await getArtifactStore();
  for (const key of keys)
    await store.remove(key).catch((error) => logger.warn({ err: error, key }, "object could not be removed"));
}
