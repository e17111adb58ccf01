import "server-only";
import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import { sourceExperiments, sourceModels, sourceRuns, sourceSyncs, sources, sourceVersions, users } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { cursorSchema } from "./cursor";
import { progressOf } from "./progress";
import { listSkips } from "./skips-query";
import { ofThis } from "./sync-rows";

export type SourceView = Awaited<ReturnType<typeof listSources>>[number];
export type SourcePage = Awaited<ReturnType<typeof getSource>>;
export type SyncView = SourcePage["syncs"][number];

const skipsAtOnce = 50;
const syncsShown = 10;
const versionsShown = 200;

const columns = {
  id: sources.id,
  name: sources.name,
  url: sources.url,
  auth: sources.auth,
  userName: sources.userName,
  secretEnv: sources.secretEnv,
  experiments: sources.experiments,
  isEnabled: sources.isEnabled,
  nextSyncAt: sources.nextSyncAt,
  runs: sources.runCount,
  skipped: sources.skipCount,
  failures: sources.failures,
  failure: sources.failure,
  failingSince: sources.failingSince,
  lockVersion: sources.lockVersion,
  createdAt: sources.createdAt,
  createdBy: users.name,
};

const syncsOf = sql`from ${sourceSyncs} where ${sourceSyncs.projectId} = ${sources.projectId} and ${sourceSyncs.sourceId} = ${sources.id}`;

const selectSources = (ctx: Context, sourceId?: string) =>
  ctx.db
    .select({
      ...columns,
      isRunning: sql<boolean>`exists(select 1 ${syncsOf} and ${sourceSyncs.state} = 'running')`,
      lastSyncAt:
        sql<Date | null>`(select max(${sourceSyncs.endedAt}) ${syncsOf} and ${sourceSyncs.state} = 'done')`.mapWith(
          sourceSyncs.endedAt,
        ),
    })
    .from(sources)
    .innerJoin(users, eq(users.id, sources.createdBy))
    .where(
      and(
        eq(sources.projectId, ctx.projectId),
        isNull(sources.deletedAt),
        sourceId === undefined ? undefined : eq(sources.id, sourceId),
      ),
    )
    .orderBy(asc(sources.name));

/** The sources of the project by name, with what came of them. Secrets are never read. */
export async function listSources(ctx: Context) {
  authorize(ctx, "source.view");
  return selectSources(ctx);
}

/** One source: its syncs, what was not taken, and the versions noted from its registry. Throws NOT_FOUND. */
export async function getSource(ctx: Context, sourceId: string, after: string | null) {
  authorize(ctx, "source.view");
  const [source] = await selectSources(ctx, sourceId);
  if (!source) throw notFound("The source");
  const ofVersions = ofThis(sourceVersions, ctx, sourceId);
  const isChosen = and(ofThis(sourceExperiments, ctx, sourceId), eq(sourceExperiments.isWanted, true));
  const [syncs, skips, versions, models, versionCount, chosen] = await Promise.all([
    ctx.db
      .select()
      .from(sourceSyncs)
      .where(ofThis(sourceSyncs, ctx, sourceId))
      .orderBy(desc(sourceSyncs.number))
      .limit(syncsShown),
    listSkips(ctx, sourceId, after, skipsAtOnce),
    ctx.db
      .select({
        ...{ model: sourceVersions.model, version: sourceVersions.version, runId: sourceVersions.runId },
        ...{ stage: sourceVersions.stage, location: sourceVersions.location },
        isHere: sql<boolean>`exists(select 1 from ${sourceRuns} where ${sourceRuns.projectId} = ${sourceVersions.projectId} and ${sourceRuns.sourceId} = ${sourceVersions.sourceId} and ${sourceRuns.runId} = ${sourceVersions.runId})`,
      })
      .from(sourceVersions)
      .where(ofVersions)
      .orderBy(asc(sourceVersions.model), desc(sourceVersions.version))
      .limit(versionsShown),
    ctx.db
      .select({ name: sourceModels.name, aliases: sourceModels.aliases })
      .from(sourceModels)
      .where(ofThis(sourceModels, ctx, sourceId)),
    ctx.db.select({ n: count() }).from(sourceVersions).where(ofVersions),
    ctx.db.select({ remoteId: sourceExperiments.remoteId }).from(sourceExperiments).where(isChosen),
  ]);
  const aliases = new Map(models.map((model) => [model.name, model.aliases]));
  const running = syncs.find(({ state }) => state === "running");
  const cursor = running ? cursorSchema.parse(running.cursor) : null;
  const at = cursor?.phase === "runs" ? (cursor.experiment ?? "") : "";
  const read = chosen.filter(({ remoteId }) => remoteId < at).length;
  return {
    source,
    syncs,
    skips: skips.rows,
    nextSkips: skips.next,
    versions: versions.map((row) => ({
      ...row,
      aliases: Object.entries(aliases.get(row.model) ?? {}).flatMap(([alias, version]) =>
        version === String(row.version) ? [alias] : [],
      ),
    })),
    versionCount: versionCount[0]?.n ?? 0,
    experimentCount: chosen.length,
    progress: running && cursor ? progressOf(cursor, read, chosen.length, running.counts.seen) : null,
  };
}
