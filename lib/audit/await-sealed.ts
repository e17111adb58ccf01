import "server-only";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { asc, desc, eq, gte, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type AuditCheckpointRow, auditCheckpoints, auditLeaves } from "@/db/schema/audit";
import { DomainError, preconditionFailed } from "@/lib/errors";
import { logOrigin } from "./origin";
import { SealingRefused, sequenceAudit } from "./sequence";
import { auditKeyFile, type LogSigner, loadLogSigner } from "./signing-key";

const attempts = 40;
const pauseMs = 250;

export type Sealed = { seq: number; checkpoint: AuditCheckpointRow; previous: AuditCheckpointRow | null };

async function findSealed(db: Db, eventId: string): Promise<Sealed | null> {
  const [leaf] = await db.select({ seq: auditLeaves.seq }).from(auditLeaves).where(eq(auditLeaves.eventId, eventId));
  if (!leaf) return null;
  const [checkpoint] = await db
    .select()
    .from(auditCheckpoints)
    .where(gte(auditCheckpoints.size, leaf.seq))
    .orderBy(asc(auditCheckpoints.size))
    .limit(1);
  const [previous] = await db
    .select()
    .from(auditCheckpoints)
    .where(lt(auditCheckpoints.size, leaf.seq))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1);
  return checkpoint ? { seq: leaf.seq, checkpoint, previous: previous ?? null } : null;
}

/**
 * Waits until a checkpoint seals the event: seals the log here when this machine holds the key, else leaves it to the worker.
 * Throws UNAVAILABLE after ten seconds and PRECONDITION_FAILED when sealing is refused.
 */
export async function awaitSealed(db: Db, eventId: string, given?: LogSigner): Promise<Sealed> {
  const signer = given ?? (existsSync(auditKeyFile()) ? loadLogSigner(await logOrigin(db)) : null);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      if (signer) await sequenceAudit(db, signer);
    } catch (error) {
      if (error instanceof SealingRefused) throw preconditionFailed(`The audit log cannot be sealed. ${error.message}`);
      throw error;
    }
    const sealed = await findSealed(db, eventId);
    if (sealed) return sealed;
    await sleep(pauseMs);
  }
  throw new DomainError(
    "UNAVAILABLE",
    "The audit log was not sealed within ten seconds; is the worker running? Try again.",
  );
}
