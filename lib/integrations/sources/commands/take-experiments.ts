import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { experiments, type SourceRow, sourceExperiments, sources } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { numberExperiment } from "@/lib/experiments/commands/create-experiment";
import { limits } from "@/lib/mlflow/wire/limits";
import { afterList } from "../cursor";
import type { RemoteExperiment } from "../messages";
import { type At, type CursorOf, lockSync, moveSync } from "../move-sync";
import { isWanted } from "../name-filter";
import { noteSkips, type Skip } from "../note-skips";
import { ofThis } from "../sync-rows";

/** The experiment that an earlier source with the same address made for one of the server. */
async function madeBefore(tx: Tx, { url, projectId }: SourceRow, remoteId: string): Promise<string | null> {
  const [found] = await tx
    .select({ id: experiments.id })
    .from(sourceExperiments)
    .innerJoin(
      sources,
      and(eq(sources.projectId, sourceExperiments.projectId), eq(sources.id, sourceExperiments.sourceId)),
    )
    .innerJoin(
      experiments,
      and(eq(experiments.projectId, sourceExperiments.projectId), eq(experiments.id, sourceExperiments.experimentId)),
    )
    .where(
      and(
        eq(sourceExperiments.projectId, projectId),
        eq(sourceExperiments.remoteId, remoteId),
        eq(sources.url, url),
        isNull(experiments.deletedAt),
      ),
    )
    .limit(1);
  return found?.id ?? null;
}

/** A name that no experiment here has: the source's own, else with the name of the source. */
async function makeExperiment(tx: Tx, ctx: Context, name: string, source: string): Promise<string | null> {
  for (const wanted of [name, `${name} (${source})`, `${name} (${source}, ${ctx.newId().slice(-6)})`]) {
    const id = await numberExperiment(tx, ctx, { name: wanted.slice(0, limits.experimentName) });
    if (id !== null) return id;
  }
  return null;
}

/** Takes a page of the experiments of a source: those that are chosen are made here, once, and known again by the source's id. */
export async function takeExperiments(
  ctx: Context,
  at: At<CursorOf<"experiments">>,
  page: { experiments: readonly RemoteExperiment[]; next: string | null },
): Promise<boolean> {
  authorize(ctx, "run.import");
  return withTransaction(ctx, async (tx) => {
    const locked = await lockSync(tx, ctx, at);
    if (!locked) return false;
    const { source } = locked;
    const known = await tx
      .select({ remoteId: sourceExperiments.remoteId, isGone: experiments.deletedAt })
      .from(sourceExperiments)
      .leftJoin(
        experiments,
        and(eq(experiments.projectId, sourceExperiments.projectId), eq(experiments.id, sourceExperiments.experimentId)),
      )
      .where(ofThis(sourceExperiments, ctx, at.sourceId));
    const gone = new Map(known.map(({ remoteId, isGone }) => [remoteId, isGone]));
    const skips: Skip[] = [];
    const taken: string[] = [];
    for (const { experiment_id: remoteId, name, lifecycle_stage } of page.experiments) {
      const isChosen = isWanted(name, source.experiments) && lifecycle_stage !== "deleted" && !gone.get(remoteId);
      if (gone.get(remoteId))
        skips.push({
          kind: "experiment",
          remoteId,
          name,
          reason: "Its experiment here is deleted. Restore it to go on.",
        });
      else if (isChosen) taken.push(remoteId);
      if (gone.has(remoteId)) {
        await tx
          .update(sourceExperiments)
          .set({ isWanted: isChosen })
          .where(and(ofThis(sourceExperiments, ctx, at.sourceId), eq(sourceExperiments.remoteId, remoteId)));
        continue;
      }
      if (!isChosen) continue;
      const experimentId =
        (await madeBefore(tx, source, remoteId)) ?? (await makeExperiment(tx, ctx, name, source.name));
      if (experimentId === null) throw new Error(`no experiment could be made for ${remoteId}`);
      await tx.insert(sourceExperiments).values({
        ...{ projectId: ctx.projectId, sourceId: at.sourceId, remoteId, experimentId, isWanted: true, readUntil: null },
      });
      gone.set(remoteId, null);
    }
    await noteSkips(
      tx,
      ctx,
      at.sourceId,
      skips,
      taken.map((remoteId) => ({ kind: "experiment", remoteId })),
    );
    await moveSync(tx, ctx, locked, afterList(at.cursor, page.next), {
      experiments: new Set(taken).size,
      skipped: skips.length,
    });
    return true;
  });
}
