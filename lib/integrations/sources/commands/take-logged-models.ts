import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { loggedModels, type SourceRow, sources } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { storeModelMetrics } from "@/lib/models/logged-models/model-metrics";
import { afterLogged, enterLogged } from "../cursor";
import type { LoggedModelDraft } from "../draft-logged-model";
import { type At, type CursorOf, lockSync, moveSync } from "../move-sync";
import { experimentHere, nextExperiment } from "../next-experiment";
import { noteSkips, type Skip } from "../note-skips";
import type { LoggedModelsPage } from "../read-logged-models";

const listed = 100;

/** Models that are here under ids that a source sends and that it, or an earlier source of its address, did not bring; or deleted here. */
async function findForeign(tx: Tx, ctx: Context, { url }: SourceRow, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await tx
    .select({ id: loggedModels.id, url: sources.url, deletedAt: loggedModels.deletedAt })
    .from(loggedModels)
    .leftJoin(sources, and(eq(sources.projectId, loggedModels.projectId), eq(sources.id, loggedModels.sourceId)))
    .where(and(eq(loggedModels.projectId, ctx.projectId), inArray(loggedModels.id, [...ids])))
    .for("update", { of: loggedModels });
  return new Set(found.filter((row) => row.url !== url || row.deletedAt !== null).map(({ id }) => id));
}

/** Writes models of one experiment. Parameters never change once they are here; tags that were set here only stay. */
async function write(
  tx: Tx,
  ctx: Context,
  place: { sourceId: string; experimentId: string },
  drafts: readonly LoggedModelDraft[],
): Promise<string[]> {
  if (drafts.length === 0) return [];
  const excluded = {
    status: sql`excluded.status`,
    statusMessage: sql`excluded.status_message`,
    params: sql`excluded.params || ${loggedModels.params}`,
    tags: sql`${loggedModels.tags} || excluded.tags`,
  };
  const isOther = sql`(${loggedModels.status}, ${loggedModels.statusMessage}, ${loggedModels.params}, ${loggedModels.tags})
    is distinct from (${excluded.status}, ${excluded.statusMessage}, ${excluded.params}, ${excluded.tags})`;
  const written = await tx
    .insert(loggedModels)
    .values(drafts.map(({ metrics: _, ...draft }) => ({ ...draft, ...place, projectId: ctx.projectId })))
    .onConflictDoUpdate({
      target: [loggedModels.projectId, loggedModels.id],
      set: { ...excluded, updatedAt: sql`excluded.updated_at` },
      setWhere: isOther,
    })
    .returning({ id: loggedModels.id });
  await storeModelMetrics(
    tx,
    ctx.projectId,
    drafts.flatMap(({ metrics }) => metrics),
  );
  return written.map(({ id }) => id);
}

/** Takes a page of the logged models of an experiment: they are telemetry, as runs are, and governed by nothing until a person registers one. */
export async function takeLoggedModels(
  ctx: Context,
  at: At<CursorOf<"logged">>,
  page: LoggedModelsPage,
): Promise<boolean> {
  authorize(ctx, "run.import");
  return withTransaction(ctx, async (tx) => {
    const locked = await lockSync(tx, ctx, at);
    if (!locked) return false;
    const { source } = locked;
    const { sourceId, cursor } = at;
    const foreign = await findForeign(
      tx,
      ctx,
      source,
      page.models.map(({ id }) => id),
    );
    const experimentId = cursor.experiment && (await experimentHere(tx, ctx, sourceId, cursor.experiment));
    const kept = experimentId ? page.models.filter(({ id }) => !foreign.has(id)) : [];
    const taken = experimentId ? await write(tx, ctx, { sourceId, experimentId }, kept) : [];
    const clashes = page.models
      .filter(({ id }) => foreign.has(id))
      .map(({ id, name }): Skip => {
        const reason = "A logged model of this id came here another way, or is deleted here.";
        return { kind: "logged_model", remoteId: id, name, reason };
      });
    const skips = [...page.skips, ...clashes];
    const done = [...kept.map(({ id }) => id), ...(page.skips.length === 0 ? [`experiment ${cursor.experiment}`] : [])];
    await noteSkips(
      tx,
      ctx,
      sourceId,
      skips,
      done.map((remoteId) => ({ kind: "logged_model", remoteId })),
    );
    if (taken.length > 0)
      await appendAudit(tx, ctx, {
        action: "source.models_taken",
        objectType: "source",
        objectId: sourceId,
        payload: { name: source.name, taken: taken.length, models: taken.slice(0, listed).sort() },
      });
    const same = page.isUnknown ? null : cursor.experiment && afterLogged(cursor, page.next);
    const next = page.isUnknown ? null : await nextExperiment(tx, ctx, sourceId, cursor.experiment);
    await moveSync(tx, ctx, locked, same || enterLogged(next?.remoteId ?? null), { loggedModels: taken.length });
    return true;
  });
}
