import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { sourceExperiments, sourceRuns, sources } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { hasEnded } from "@/lib/experiments/ingest/run-states";
import { packRun } from "@/lib/experiments/packed-run";
import { writeBatch } from "@/lib/experiments/write-batch";
import { afterRuns, type Cursor, enterExperiment, startOfWalk } from "../cursor";
import { describeRuns } from "../describe-runs";
import { findForeign } from "../foreign-runs";
import { linkModels } from "../link-models";
import { ofSource } from "../load-source";
import { type At, type CursorOf, type LockedSync, lockSync, moveSync } from "../move-sync";
import { nextExperiment } from "../next-experiment";
import { noteSkips, type Skip } from "../note-skips";
import type { ReadRun } from "../read-runs";
import type { Past } from "../read-runs-page";
import { isNew, ofThis } from "../sync-rows";

export type RunsPage = {
  runs: ReadRun[];
  skips: Skip[];
  points: number;
  lastStart: number | null;
  /** Where to go on, when that is not after the last run. */
  past: Past | null;
  /** Token of the next page of the same experiment; of the runs that were open, whether more follow. */
  next: string | null;
  /** Runs that were asked for by id and are no more at the source. */
  gone: readonly string[];
  /** More of the same page follows: the cursor stays. */
  isPart: boolean;
};

async function noteRuns(tx: Tx, ctx: Context, sourceId: string, read: readonly ReadRun[], gone: readonly string[]) {
  const { projectId } = ctx;
  if (gone.length > 0)
    await tx
      .update(sourceRuns)
      .set({ isOpen: false })
      .where(and(ofThis(sourceRuns, ctx, sourceId), inArray(sourceRuns.runId, [...gone])));
  if (read.length === 0) return;
  const noted = await tx
    .insert(sourceRuns)
    .values(
      read.map(({ remoteExperimentId, run }) => ({
        ...{ projectId, sourceId, runId: run.draft.run.id, remoteExperimentId },
        ...{ isOpen: !hasEnded(run.draft.run.status), takenAt: ctx.now() },
      })),
    )
    .onConflictDoUpdate({
      target: [sourceRuns.projectId, sourceRuns.sourceId, sourceRuns.runId],
      set: { isOpen: sql`excluded.is_open`, remoteExperimentId: sql`excluded.remote_experiment_id` },
    })
    .returning({ isNew });
  const added = noted.filter((row) => row.isNew).length;
  await tx
    .update(sources)
    .set({ runCount: sql`${sources.runCount} + ${added}` })
    .where(ofSource(ctx, sourceId));
}

/** The experiment after `last`, and from where it is read. */
async function enterNext(tx: Tx, ctx: Context, { sync }: LockedSync, last: string | null): Promise<Cursor> {
  const next = await nextExperiment(tx, ctx, sync.sourceId, last);
  return enterExperiment(next && { remoteId: next.remoteId, from: startOfWalk(sync.isFull, next.readUntil) });
}

async function nextCursor(
  tx: Tx,
  ctx: Context,
  locked: LockedSync,
  at: At<CursorOf<"runs" | "open">>,
  page: RunsPage,
): Promise<Cursor> {
  const { cursor, sourceId } = at;
  if (page.isPart) return cursor;
  if (cursor.phase === "open")
    return page.next === null ? enterNext(tx, ctx, locked, null) : { ...cursor, after: page.next };
  if (typeof page.past?.from === "number") return { ...cursor, from: page.past.from, token: null };
  const same = page.past === null ? afterRuns(cursor, page.lastStart, page.next) : null;
  if (same) return same;
  if (cursor.experiment !== null && page.past === null)
    await tx
      .update(sourceExperiments)
      .set({ readUntil: locked.sync.startedAt.getTime() })
      .where(and(ofThis(sourceExperiments, ctx, sourceId), eq(sourceExperiments.remoteId, cursor.experiment)));
  return enterNext(tx, ctx, locked, cursor.experiment);
}

/**
 * Writes a page of runs of a source through the import that files take, with the cursor in the same transaction. A run that ended here
 * with other content is not touched and noted instead. False when somebody else wrote the page.
 */
export async function takeRuns(ctx: Context, at: At<CursorOf<"runs" | "open">>, page: RunsPage): Promise<boolean> {
  authorize(ctx, "run.import");
  return withTransaction(ctx, async (tx) => {
    const locked = await lockSync(tx, ctx, at);
    if (!locked) return false;
    const { source } = locked;
    const foreign = await findForeign(
      tx,
      ctx,
      source,
      page.runs.map(({ run }) => run.draft.run.id),
    );
    const own = page.runs.filter(({ run }) => !foreign.has(run.draft.run.id));
    const others = page.runs.filter(({ run }) => foreign.has(run.draft.run.id));
    const same = others.filter(({ run }) => foreign.get(run.draft.run.id) === run.digest);
    const pending = own.map(({ run }, line) => ({ line, run: packRun(ctx.projectId, run) }));
    const label = `MLflow server ${source.name}`;
    const batch =
      pending.length > 0 ? await writeBatch(tx, ctx, pending, label) : { imported: 0, unchanged: 0, errors: [] };
    const refused = new Map(batch.errors.map(({ line, message }) => [line, message]));
    const kept = own.filter((_, line) => !refused.has(line));
    const refusals: Skip[] = own.flatMap(({ run }, line) => {
      const message = refused.get(line);
      const { id, name } = run.draft.run;
      return message === undefined
        ? []
        : [{ kind: "run" as const, remoteId: id, name, reason: `It ${message.slice(id.length).trim()}.` }];
    });
    const clashes = others
      .filter((one) => !same.includes(one))
      .map(({ run }): Skip => {
        const { id, name } = run.draft.run;
        return { kind: "run", remoteId: id, name, reason: "A run of this id is here already and came another way." };
      });
    const skips = [...refusals, ...clashes];
    await noteRuns(tx, ctx, at.sourceId, kept, page.gone);
    await linkModels(tx, ctx, kept);
    await describeRuns(
      tx,
      ctx,
      at.sourceId,
      kept.map(({ run }) => run),
    );
    const all = [...page.skips, ...skips];
    const taken = [...kept, ...same].map(({ run }) => ({ kind: "run" as const, remoteId: run.draft.run.id }));
    await noteSkips(tx, ctx, at.sourceId, all, taken);
    const skipped = all.filter(({ kind }) => kind === "run").length;
    await moveSync(tx, ctx, locked, await nextCursor(tx, ctx, locked, at, page), {
      seen: page.runs.length + page.skips.filter(({ kind }) => kind === "run").length,
      ...{ taken: batch.imported, unchanged: batch.unchanged + same.length, skipped, points: page.points },
    });
    return true;
  });
}
