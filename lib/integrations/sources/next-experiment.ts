import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { sourceExperiments } from "@/db/schema";
import type { Context } from "@/lib/context";
import { ofThis } from "./sync-rows";

/** The chosen experiment of a source after `last`, by the source's id; null after the last. */
export async function nextExperiment(tx: Tx, ctx: Context, sourceId: string, last: string | null) {
  const of = and(ofThis(sourceExperiments, ctx, sourceId), eq(sourceExperiments.isWanted, true));
  const [next] = await tx
    .select()
    .from(sourceExperiments)
    .where(last === null ? of : and(of, gt(sourceExperiments.remoteId, last)))
    .orderBy(asc(sourceExperiments.remoteId))
    .limit(1);
  return next ?? null;
}

/** The experiment here that stands for one of the source. */
export async function experimentHere(tx: Tx, ctx: Context, sourceId: string, remoteId: string): Promise<string | null> {
  const [found] = await tx
    .select({ id: sourceExperiments.experimentId })
    .from(sourceExperiments)
    .where(and(ofThis(sourceExperiments, ctx, sourceId), eq(sourceExperiments.remoteId, remoteId)));
  return found?.id ?? null;
}
