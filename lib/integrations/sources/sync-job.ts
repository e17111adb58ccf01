import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { type SourceRow, sources } from "@/db/schema";
import { type Context, createContext, withTransaction } from "@/lib/context";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { logger } from "@/lib/log";
import { beginSync, findRunning } from "./begin-sync";
import { readCredentials } from "./credentials";
import type { SyncTools } from "./go-past";
import { enqueueSync, lockSource, ofSource } from "./load-source";
import { pauseAfter, SourceError } from "./source-error";
import { syncPage } from "./sync-page";
import type { TrackingOptions } from "./tracking-call";
import { openTracking } from "./tracking-client";

/** Pause between the end of a sync and the next. */
export const everyMs = 10 * 60_000;
/** How long a worker stays with one source before others have their turn. */
const turnMs = 45_000;

export type SyncOptions = TrackingOptions & { now?: () => Date; turnMs?: number };

const claimed = sql`now() + interval '2 minutes'`;

/** Takes a source that is due; null when it is not, or somebody is at it. The database's clock decides. */
async function claim(ctx: Context, sourceId: string): Promise<SourceRow | null> {
  const isFree = or(isNull(sources.claimedUntil), lt(sources.claimedUntil, sql`now()`));
  const isDue = and(eq(sources.isEnabled, true), sql`${sources.nextSyncAt} <= now()`);
  const [row] = await ctx.db
    .update(sources)
    .set({ claimedUntil: claimed })
    .where(and(ofSource(ctx, sourceId), isFree, isDue))
    .returning();
  return row ?? null;
}

const current = (ctx: Context, sourceId: string) =>
  withTransaction(ctx, async (tx) => {
    await lockSource(tx, ctx, sourceId);
    return (await findRunning(tx, ctx, sourceId)) ?? (await beginSync(tx, ctx, sourceId, false));
  });

/** Pages until the sync is at its end, the turn is over or the worker stops. Answers whether the sync ended. */
async function work(ctx: Context, source: SourceRow, signal: AbortSignal, options: SyncOptions): Promise<boolean> {
  const { now: _, turnMs: length = turnMs, ...calls } = options;
  const client = await openTracking(source.url, readCredentials(source), calls);
  const until = performance.now() + length;
  let lastBeat = performance.now();
  const beat = async () => {
    if (performance.now() - lastBeat < 30_000) return;
    lastBeat = performance.now();
    await ctx.db.update(sources).set({ claimedUntil: claimed }).where(ofSource(ctx, source.id));
  };
  const tools: SyncTools = { client, source, beat, pages: new Map() };
  try {
    const { number } = await current(ctx, source.id);
    do {
      const sync = await withTransaction(ctx, (tx) => findRunning(tx, ctx, source.id));
      if (sync?.number !== number || !(await syncPage(ctx, sync, tools))) return true;
      await beat();
    } while (!signal.aborted && performance.now() < until);
    return (await withTransaction(ctx, (tx) => findRunning(tx, ctx, source.id))) === null;
  } finally {
    await client.close();
  }
}

/** Lets a source go: when it goes on, and why it failed, if it did. */
async function release(ctx: Context, sourceId: string, isOver: boolean, error: SourceError | null): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [source] = await tx.select().from(sources).where(ofSource(ctx, sourceId)).for("update");
    if (!source) return;
    const failures = error ? source.failures + 1 : source.failures;
    const pause = error ? pauseAfter(failures) : isOver ? everyMs : 0;
    const nextSyncAt = source.isEnabled ? sql`now() + make_interval(secs => ${pause / 1000})` : null;
    const failing = error
      ? { failures, failure: error.message, failingSince: source.failingSince ?? ctx.now() }
      : { failures: 0, failure: null, failingSince: null };
    await tx
      .update(sources)
      .set({ claimedUntil: null, nextSyncAt, ...failing })
      .where(ofSource(ctx, sourceId));
    if (source.isEnabled && pause === 0) await enqueueSync(tx, ctx.projectId, sourceId);
  });
}

/**
 * Goes on with the sync of a source from its cursor, for one turn. It acts as the source itself, in its project only. What fails is told
 * on the source's page and tried again after a growing pause, from the same page.
 */
export async function syncSourceJob(
  { projectId, sourceId }: JobPayload<"source.sync">,
  { db, signal }: Pick<JobRun, "db" | "signal">,
  options: SyncOptions = {},
): Promise<void> {
  const { now } = options;
  const base = { projectId, db, ...(now ? { now } : {}) };
  const source = await claim(createContext({ ...base, actor: { kind: "system", job: "source" } }), sourceId);
  if (!source) return;
  const ctx = createContext({ ...base, actor: { kind: "system", job: `source ${source.name}` } });
  try {
    await release(ctx, sourceId, await work(ctx, source, signal, options), null);
  } catch (error) {
    const known = error instanceof SourceError ? error : null;
    if (!known) logger.error({ err: error, projectId, sourceId }, "a sync failed");
    const unknown = "A page could not be written here. It is tried again by itself; the server's own log says more.";
    await release(ctx, sourceId, false, known ?? new SourceError("busy", unknown));
  }
}
