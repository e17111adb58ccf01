import "server-only";
import { and, desc, eq, isNull } from "drizzle-orm";
import { runs } from "@/db/schema";
import type { Context } from "@/lib/context";

export type LatestRun = Awaited<ReturnType<typeof listLatestRuns>>[number];

/** The runs that started last. */
export async function listLatestRuns(ctx: Context) {
  return ctx.db
    .select({
      id: runs.id,
      name: runs.name,
      status: runs.status,
      startedAt: runs.startedAt,
      owner: runs.ownerName,
      metrics: runs.metrics,
      error: runs.error,
    })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), isNull(runs.archivedAt)))
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(6);
}
