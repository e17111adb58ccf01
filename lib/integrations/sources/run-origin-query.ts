import "server-only";
import { and, eq } from "drizzle-orm";
import { sourceRuns, sources } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";

export type RunOrigin = { name: string; href: string };

/** The server that a run was taken over from, and its page there; null when it came another way. */
export async function findOrigin(ctx: Context, runId: string): Promise<RunOrigin | null> {
  authorize(ctx, "project.view");
  const [found] = await ctx.db
    .select({ name: sources.name, url: sources.url, experiment: sourceRuns.remoteExperimentId })
    .from(sourceRuns)
    .innerJoin(sources, and(eq(sources.projectId, sourceRuns.projectId), eq(sources.id, sourceRuns.sourceId)))
    .where(and(eq(sourceRuns.projectId, ctx.projectId), eq(sourceRuns.runId, runId)))
    .orderBy(sourceRuns.takenAt)
    .limit(1);
  if (!found) return null;
  const { name, url, experiment } = found;
  return { name, href: `${url}/#/experiments/${encodeURIComponent(experiment)}/runs/${encodeURIComponent(runId)}` };
}
