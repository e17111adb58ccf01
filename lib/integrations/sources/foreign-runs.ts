import "server-only";
import { and, eq, exists, inArray, not } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runs, type SourceRow, sourceRuns, sources } from "@/db/schema";
import type { Context } from "@/lib/context";

/**
 * Runs that are here under ids that a source sends and that came another way, with their digests: a source must not write over them,
 * nor rename them. What an earlier source with the same address brought counts as its own.
 */
export async function findForeign(
  tx: Tx,
  ctx: Context,
  { url }: SourceRow,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const cameFromThere = tx
    .select({ id: sourceRuns.runId })
    .from(sourceRuns)
    .innerJoin(sources, and(eq(sources.projectId, sourceRuns.projectId), eq(sources.id, sourceRuns.sourceId)))
    .where(and(eq(sourceRuns.projectId, runs.projectId), eq(sourceRuns.runId, runs.id), eq(sources.url, url)));
  const found = await tx
    .select({ id: runs.id, digest: runs.contentDigest })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, [...ids]), not(exists(cameFromThere))));
  return new Map(found.map(({ id, digest }) => [id, digest]));
}
