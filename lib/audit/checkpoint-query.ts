import "server-only";
import { desc } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type AuditCheckpointRow, auditCheckpoints } from "@/db/schema/audit";

/** The newest signed checkpoint; null while nothing is sealed. */
export async function findLastCheckpoint(db: Reader): Promise<AuditCheckpointRow | null> {
  const [last] = await db.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
  return last ?? null;
}
