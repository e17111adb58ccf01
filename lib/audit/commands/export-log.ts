import "server-only";
import { and, asc, eq, gt, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditCheckpoints, auditEvents, auditLeaves } from "@/db/schema/audit";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { appendAudit } from "../append";
import { awaitSealed } from "../await-sealed";
import { loadClearValues } from "../bundle";
import { findLastCheckpoint } from "../checkpoint-query";
import { logOrigin } from "../origin";
import type { LogSigner } from "../signing-key";
import { memberRefs } from "../visibility";

export const logExportFormat = "countersign-log-export/1";
const batchSize = 500;

export type LogExport = { size: number; origin: string; lines: AsyncGenerator<string> };

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

async function* exportLines(
  db: Db,
  projectId: number,
  refs: ReadonlySet<string>,
  size: number,
): AsyncGenerator<string> {
  const checkpoints = await db
    .select({ size: auditCheckpoints.size, note: auditCheckpoints.note })
    .from(auditCheckpoints)
    .where(lte(auditCheckpoints.size, size))
    .orderBy(asc(auditCheckpoints.size));
  const notes = new Map(checkpoints.map((row) => [row.size, row.note]));
  for (let done = 0; done < size; ) {
    const rows = await db
      .select({
        seq: auditLeaves.seq,
        leafHash: auditLeaves.leafHash,
        eventId: auditEvents.eventId,
        canonical: auditEvents.canonical,
        projectId: auditEvents.projectId,
        actorRef: auditEvents.actorRef,
      })
      .from(auditLeaves)
      .innerJoin(auditEvents, eq(auditEvents.eventId, auditLeaves.eventId))
      .where(and(gt(auditLeaves.seq, done), lte(auditLeaves.seq, Math.min(size, done + batchSize))))
      .orderBy(asc(auditLeaves.seq));
    if (rows.length === 0) throw new Error(`The audit log lacks event ${done + 1}.`);
    const readable = rows.filter(
      (row) => row.projectId === projectId || (row.projectId === null && refs.has(row.actorRef)),
    );
    const clear = await loadClearValues(
      db,
      readable.map((row) => row.eventId),
    );
    const shown = new Set(readable);
    for (const row of rows) {
      yield shown.has(row)
        ? line({ seq: row.seq, canonical: row.canonical.toString("base64"), private: clear.get(row.eventId) ?? {} })
        : line({ seq: row.seq, leaf: row.leafHash.toString("base64") });
      const note = notes.get(row.seq);
      if (note) yield line({ checkpoint: note });
      done = row.seq;
    }
  }
}

/**
 * Exports the whole log as NDJSON: a header, every event in order, each checkpoint after the last event it seals. Events of
 * other projects appear as their hash only, which is enough to prove the rest. The export is an event itself, the proof that
 * the end of the file was not cut off.
 */
export async function exportLog(ctx: Context, options: { signer?: LogSigner } = {}): Promise<LogExport> {
  authorize(ctx, "audit.export");
  const origin = await logOrigin(ctx.db);
  const last = await findLastCheckpoint(ctx.db);
  const { eventId } = await withTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "log.exported",
      objectType: "log",
      objectId: origin,
      payload: { size: last?.size ?? 0, root: last?.root.toString("hex") ?? "" },
    }),
  );
  const { checkpoint } = await awaitSealed(ctx.db, eventId, options.signer);
  const { size, vkey } = checkpoint;
  const refs = new Set(await memberRefs(ctx.db, ctx.projectId));
  async function* lines(): AsyncGenerator<string> {
    yield line({ format: logExportFormat, origin, vkey, size });
    yield* exportLines(ctx.db, ctx.projectId, refs, size);
  }
  return { size, origin, lines: lines() };
}
