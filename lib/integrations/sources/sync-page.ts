import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import { experiments, type SourceRow, type SourceSyncRow, sourceExperiments, sourceRuns } from "@/db/schema";
import type { Context } from "@/lib/context";
import { takeExperiments } from "./commands/take-experiments";
import { takeModels, takeVersions } from "./commands/take-registry";
import { takeRuns } from "./commands/take-runs";
import { cursorSchema } from "./cursor";
import type { At, CursorOf } from "./move-sync";
import { type Places, readRuns } from "./read-runs";
import { ofThis } from "./sync-rows";
import type { TrackingClient } from "./tracking-client";

type Tools = { client: TrackingClient; source: SourceRow; beat: () => Promise<void> };

/** Open runs asked for at once, and runs whose history is read before they are written. */
const openAtOnce = 20;
const writeAtOnce = 10;
/** Points up to which runs of a page are written together. */
const mostPoints = 300_000;

const tokenOf = (token: string | undefined): string | null => token || null;

async function loadPlaces(ctx: Context, sourceId: string): Promise<Places> {
  const rows = await ctx.db
    .select({ remoteId: sourceExperiments.remoteId, name: experiments.name })
    .from(sourceExperiments)
    .innerJoin(
      experiments,
      and(eq(experiments.projectId, sourceExperiments.projectId), eq(experiments.id, sourceExperiments.experimentId)),
    )
    .where(and(ofThis(sourceExperiments, ctx, sourceId), eq(sourceExperiments.isWanted, true)));
  return new Map(rows.map(({ remoteId, name }) => [remoteId, name]));
}

/** Writes a page in parts, so that long histories are not all held at once; the last part moves the cursor. */
async function takeInParts(
  ctx: Context,
  at: At<CursorOf<"runs" | "open">>,
  { client, source, beat }: Tools,
  { sent, next, gone }: { sent: readonly unknown[]; next: string | null; gone: readonly string[] },
): Promise<boolean> {
  const places = await loadPlaces(ctx, at.sourceId);
  const tools = { client, sourceUrl: source.url, beat };
  let held = await readRuns(ctx, sent.slice(0, writeAtOnce), places, tools);
  for (let from = writeAtOnce; from < sent.length; from += writeAtOnce) {
    if (held.points > mostPoints) {
      if (!(await takeRuns(ctx, at, { ...held, next, gone: [], isPart: true }))) return false;
      held = { runs: [], skips: [], lastStart: held.lastStart, points: 0 };
    }
    const more = await readRuns(ctx, sent.slice(from, from + writeAtOnce), places, tools);
    held = {
      runs: [...held.runs, ...more.runs],
      skips: [...held.skips, ...more.skips],
      lastStart: more.lastStart ?? held.lastStart,
      points: held.points + more.points,
    };
  }
  return takeRuns(ctx, at, { ...held, next, gone, isPart: false });
}

async function syncOpen(ctx: Context, at: At<CursorOf<"open">>, tools: Tools): Promise<boolean> {
  const { after } = at.cursor;
  const of = and(ofThis(sourceRuns, ctx, at.sourceId), eq(sourceRuns.isOpen, true));
  const open = await ctx.db
    .select({ runId: sourceRuns.runId })
    .from(sourceRuns)
    .innerJoin(
      sourceExperiments,
      and(
        ofThis(sourceExperiments, ctx, at.sourceId),
        eq(sourceExperiments.remoteId, sourceRuns.remoteExperimentId),
        eq(sourceExperiments.isWanted, true),
      ),
    )
    .where(after === null ? of : and(of, gt(sourceRuns.runId, after)))
    .orderBy(asc(sourceRuns.runId))
    .limit(openAtOnce);
  const ids = open.map(({ runId }) => runId);
  const answers = await Promise.all(ids.map((id) => tools.client.run(id)));
  const gone = ids.filter((_, index) => answers[index] === null);
  const sent = answers.filter((run) => run !== null);
  return takeInParts(ctx, at, tools, { sent, gone, next: ids.length === openAtOnce ? (ids.at(-1) ?? null) : null });
}

/** Reads the page of a source where its sync is, and writes it. False when somebody else did, or the sync is over. */
export async function syncPage(ctx: Context, sync: SourceSyncRow, tools: Tools): Promise<boolean> {
  const { sourceId, number } = sync;
  const { client } = tools;
  const cursor = cursorSchema.parse(sync.cursor);
  switch (cursor.phase) {
    case "experiments": {
      const { experiments: found, next_page_token } = await client.experiments(cursor.token);
      const page = { experiments: found, next: tokenOf(next_page_token) };
      return takeExperiments(ctx, { sourceId, number, cursor }, page);
    }
    case "open":
      return syncOpen(ctx, { sourceId, number, cursor }, tools);
    case "runs": {
      const { experiment, from, token } = cursor;
      const found = experiment === null ? { runs: [] } : await client.runs(experiment, from, token);
      const next = "next_page_token" in found ? tokenOf(found.next_page_token) : null;
      // A page that says more follows and is empty is the last: upstream answers so.
      const page = { sent: found.runs, next: found.runs.length === 0 ? null : next, gone: [] };
      return takeInParts(ctx, { sourceId, number, cursor }, tools, page);
    }
    case "models": {
      const { registered_models: models, next_page_token } = await client.models(cursor.token);
      return takeModels(ctx, { sourceId, number, cursor }, { models, next: tokenOf(next_page_token) });
    }
    case "versions": {
      const { model_versions: versions, next_page_token } = await client.versions(cursor.token);
      return takeVersions(ctx, { sourceId, number, cursor }, { versions, next: tokenOf(next_page_token) });
    }
    case "done":
      return false;
  }
}
