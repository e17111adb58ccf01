import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { type SourceRow, sources } from "@/db/schema";
import type { Context } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/queue";

export const ofSource = (ctx: Pick<Context, "projectId">, sourceId: string) =>
  and(eq(sources.projectId, ctx.projectId), eq(sources.id, sourceId), isNull(sources.deletedAt));

/** Locks a source of the project for this transaction. Throws NOT_FOUND, also for one that was removed. */
export async function lockSource(tx: Tx, ctx: Context, sourceId: string): Promise<SourceRow> {
  const [row] = await tx.select().from(sources).where(ofSource(ctx, sourceId)).for("update");
  if (!row) throw notFound("The source");
  return row;
}

/** As lockSource, without a lock. */
export async function loadSource(db: Reader, ctx: Context, sourceId: string): Promise<SourceRow> {
  const [row] = await db.select().from(sources).where(ofSource(ctx, sourceId));
  if (!row) throw notFound("The source");
  return row;
}

/** Refuses a name that another source of the project has. */
export async function assertNameFree(tx: Tx, ctx: Context, name: string, own: string | null): Promise<void> {
  const [taken] = await tx
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.projectId, ctx.projectId), eq(sources.name, name), isNull(sources.deletedAt)));
  if (taken && taken.id !== own) throw conflict(`There is a source named "${name}" already. Choose another name.`);
}

/** Has a source read at once, whatever pause it was in, in the caller's transaction. */
export async function syncSoon(tx: Tx, { projectId }: Pick<Context, "projectId">, sourceId: string): Promise<void> {
  await tx.update(sources).set({ nextSyncAt: sql`now()` }).where(ofSource({ projectId }, sourceId));
  await enqueueSync(tx, projectId, sourceId);
}

/** Asks for the job of a source; one waits, whoever asks. */
export const enqueueSync = (tx: Tx, projectId: number, sourceId: string): Promise<void> =>
  enqueue(tx, "source.sync", { projectId, sourceId }, { key: `source.sync:${projectId}:${sourceId}`, maxAttempts: 1 });
