import "server-only";
import { and, eq, exists, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runs, sourceRuns } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { ParsedRun } from "@/lib/experiments/parse-run-line";
import { ofThis } from "./sync-rows";

/** Names and tags may change after a run has ended: they are no part of what it is. Tags that were set here only stay. */
export async function describeRuns(tx: Tx, ctx: Context, sourceId: string, read: readonly ParsedRun[]): Promise<void> {
  if (read.length === 0) return;
  const sent = new Map(read.map(({ draft }) => [draft.run.id, draft.run]));
  const stored = await tx
    .select({ id: runs.id, name: runs.name, tags: runs.tags, digest: runs.contentDigest })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, [...sent.keys()])));
  for (const before of stored) {
    const next = sent.get(before.id);
    const isSame =
      next && next.name === before.name && Object.entries(next.tags).every(([k, v]) => before.tags[k] === v);
    if (!next || isSame) continue;
    const cameFromHere = tx
      .select({ one: sql`1` })
      .from(sourceRuns)
      .where(and(ofThis(sourceRuns, ctx, sourceId), eq(sourceRuns.runId, before.id)));
    await tx
      .update(runs)
      .set({ name: next.name, tags: { ...before.tags, ...next.tags } })
      .where(and(eq(runs.projectId, ctx.projectId), eq(runs.id, before.id), exists(cameFromHere)));
  }
}
