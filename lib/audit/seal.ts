import "server-only";
import type { Db } from "@/db/client";
import { logOrigin } from "./origin";
import { type SequenceResult, sequenceAudit } from "./sequence";
import { loadLogSigner } from "./signing-key";

/** Seals all waiting events with this machine's key: the worker's turn, and whoever needs the log sealed up to now. */
export async function sealLog(db: Db, now?: () => Date): Promise<SequenceResult> {
  return sequenceAudit(db, loadLogSigner(await logOrigin(db)), now ? { now } : {});
}

/** The worker's turn. */
export async function sealTurn(db: Db): Promise<void> {
  await sealLog(db);
}
