import "server-only";
import { and, asc, desc, eq } from "drizzle-orm";
import { modelVersions, promotions, runMetrics, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { listLiveTargets } from "./live-targets-query";
import { findVersion } from "./queries";
import { getVersionContent } from "./version-content-query";
import { versionDigest } from "./version-digest";

export type VersionPage = NonNullable<Awaited<ReturnType<typeof findVersionPage>>>;

/** Everything the page of one model version shows, or null. */
export async function findVersionPage(ctx: Context, name: string, number: number) {
  const found = await findVersion(ctx, name, number);
  if (!found) return null;
  const { version, model } = found;
  const [source, metrics, history, live, registrant, newest] = await Promise.all([
    getVersionContent(ctx.db, ctx.projectId, version.runId, version),
    ctx.db
      .select()
      .from(runMetrics)
      .where(and(eq(runMetrics.projectId, ctx.projectId), eq(runMetrics.runId, version.runId)))
      .orderBy(asc(runMetrics.key)),
    ctx.db
      .select({
        number: promotions.number,
        environment: promotions.environment,
        state: promotions.state,
        reason: promotions.reason,
        requestedAt: promotions.requestedAt,
        requestedBy: users.name,
        closedAt: promotions.closedAt,
        closedReason: promotions.closedReason,
      })
      .from(promotions)
      .innerJoin(users, eq(users.id, promotions.requestedBy))
      .where(and(eq(promotions.projectId, ctx.projectId), eq(promotions.versionId, version.id)))
      .orderBy(desc(promotions.number)),
    listLiveTargets(ctx, model.id),
    ctx.db.select({ name: users.name }).from(users).where(eq(users.id, version.registeredBy)),
    ctx.db
      .select({ version: modelVersions.version })
      .from(modelVersions)
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.modelId, model.id)))
      .orderBy(desc(modelVersions.version))
      .limit(1),
  ]);
  return {
    version,
    model,
    run: source.run,
    content: source.content,
    liveRun: await findLiveRun(
      ctx,
      live.flatMap(({ stable }) => (stable && stable.versionId !== version.id ? stable.versionId : [])).at(-1),
    ),
    /** False when the run was changed after registration: then the digest no longer describes it. */
    digestHolds: versionDigest(source.content) === version.digest,
    metrics,
    promotions: history,
    live: live.filter(
      (target) => target.stable?.versionId === version.id || target.candidate?.versionId === version.id,
    ),
    registeredBy: registrant[0]?.name ?? version.registeredBy,
    latest: newest[0]?.version ?? version.version,
  };
}

/** The run of the version that serves furthest towards production, when it is another one. */
async function findLiveRun(ctx: Context, versionId: string | undefined) {
  if (!versionId) return null;
  const [found] = await ctx.db
    .select({ runId: modelVersions.runId, version: modelVersions.version })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)));
  return found ?? null;
}
