import "server-only";
import type { Reader } from "@/db/client";
import { auditLog } from "@/db/schema/audit";

/** Name of this installation's log, e.g. `countersign.local/3f9a0c1b2d4e/log/1`. */
export async function logOrigin(db: Reader): Promise<string> {
  const [row] = await db.select({ origin: auditLog.origin }).from(auditLog);
  if (!row) throw new Error("The audit log has no name: the migrations of this database are incomplete.");
  return row.origin;
}
