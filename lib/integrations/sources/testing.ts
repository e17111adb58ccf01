import { and, asc, eq } from "drizzle-orm";
import { vi } from "vitest";
import type { Db } from "@/db/client";
import { runs, sourceRuns, sourceSkips, sourceSyncs, sources } from "@/db/schema";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import type { UserContext } from "@/lib/context";
import { type SyncOptions, syncSourceJob } from "./sync-job";

/** Lets sources call the servers of a test, and seal what they are given. */
export function allowSources(...hosts: string[]): void {
  vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");
  vi.stubEnv("IMPORT_ALLOWED_HOSTS", hosts.join(","));
}

/** A project whose administrator adds sources, and what can be seen of them. */
export async function importingProject(db: Db, name: string) {
  const project = await createTestProject(db, name);
  const now = () => new Date("2026-11-24T09:00:00Z");
  const as = async (who: string, roles: Parameters<typeof signedIn>[3]): Promise<UserContext> => ({
    ...(await signedIn(db, project, who, roles)),
    now,
  });
  const admin = await as("ada", ["admin"]);
  const one = async (sourceId: string) => {
    const [row] = await db.select().from(sources).where(eq(sources.id, sourceId));
    if (!row) throw new Error(`no source ${sourceId}`);
    return row;
  };
  /** The numbers that a source's row has are those of its rows. */
  const assertCounted = async (sourceId: string) => {
    const { runCount, skipCount } = await one(sourceId);
    const counted = [
      await db.$count(sourceRuns, eq(sourceRuns.sourceId, sourceId)),
      await db.$count(sourceSkips, eq(sourceSkips.sourceId, sourceId)),
    ];
    if (counted[0] !== runCount || counted[1] !== skipCount)
      throw new Error(`counted ${counted}, noted ${runCount} and ${skipCount}`);
  };
  const syncs = (sourceId: string) =>
    db.select().from(sourceSyncs).where(eq(sourceSyncs.sourceId, sourceId)).orderBy(asc(sourceSyncs.number));
  /** One turn of the worker; of one page when `turnMs` is 0. */
  const turn = (sourceId: string, options: SyncOptions = {}, signal = new AbortController().signal) =>
    syncSourceJob({ projectId: project.id, sourceId }, { db, signal }, { now, ...options });
  return {
    project,
    admin,
    as,
    one,
    syncs,
    turn,
    /** Turns until the sync under way is over. */
    finish: async (sourceId: string, options: SyncOptions = {}) => {
      await db
        .update(sources)
        .set({ nextSyncAt: new Date(0), claimedUntil: null })
        .where(eq(sources.id, sourceId));
      for (let turns = 1; turns < 200; turns++) {
        await turn(sourceId, options);
        const last = (await syncs(sourceId)).at(-1);
        await assertCounted(sourceId);
        if (last?.state !== "running") return { turns, sync: last };
        const { failure } = await one(sourceId);
        if (failure) throw new Error(failure);
      }
      throw new Error("the sync does not end");
    },
    runs: () => db.select().from(runs).where(eq(runs.projectId, project.id)).orderBy(asc(runs.startedAt), asc(runs.id)),
    skips: (sourceId: string) =>
      db
        .select({ kind: sourceSkips.kind, remoteId: sourceSkips.remoteId, reason: sourceSkips.reason })
        .from(sourceSkips)
        .where(and(eq(sourceSkips.projectId, project.id), eq(sourceSkips.sourceId, sourceId)))
        .orderBy(asc(sourceSkips.remoteId)),
  };
}
