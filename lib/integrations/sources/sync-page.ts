import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import { experiments, type SourceSyncRow, sourceExperiments, sourceRuns } from "@/db/schema";
import type { Context } from "@/lib/context";
import { takeExperiments } from "./commands/take-experiments";
import { takeLoggedModels } from "./commands/take-logged-models";
import { takeModels, takeVersions } from "./commands/take-registry";
import { takeRuns } from "./commands/take-runs";
import { cursorSchema } from "./cursor";
import { goesPast, readShrinking, type SyncTools } from "./go-past";
import { inFlight } from "./in-flight";
import type { At, CursorOf } from "./move-sync";
import { type Skip, skipRun } from "./note-skips";
import { readHistories } from "./read-histories";
import { readLoggedModels } from "./read-logged-models";
import { type Places, readRuns } from "./read-runs";
import { type Past, readRunsPage } from "./read-runs-page";
import { SourceError } from "./source-error";
import { ofThis } from "./sync-rows";

/** Open runs of one page. */
const openAtOnce = 60;
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

type Page = {
  sent: readonly unknown[];
  next: string | null;
  past: Past | null;
  gone: readonly string[];
  skips: Skip[];
};

/** Writes a page in parts, so that long histories are not all held at once; the last part moves the cursor. */
async function takeInParts(
  ctx: Context,
  at: At<CursorOf<"runs" | "open">>,
  tools: SyncTools,
  { sent, next, past, gone, skips }: Page,
): Promise<boolean> {
  const places = await loadPlaces(ctx, at.sourceId);
  const { lastStart, wanted, ...page } = await readRuns(ctx, sent, places, tools.source.url);
  const asked = new Map(wanted.map((one) => [one.run.draft.run.id, one]));
  let held = { runs: page.runs, skips: [...page.skips, ...skips], points: 0 };
  let rest = wanted.map(({ run }) => run);
  for (let most = rest.length; rest.length > 0; ) {
    if (held.points > mostPoints) {
      const part = { ...held, lastStart, next, past: null, gone: [], isPart: true };
      if (!(await takeRuns(ctx, at, part))) return false;
      held = { runs: [], skips: [], points: 0 };
    }
    const read = await readHistories(rest.slice(0, most), tools);
    const found = read.runs.flatMap((run) => {
      const one = asked.get(run.draft.run.id);
      return one ? [{ ...one, run }] : [];
    });
    held = {
      runs: [...held.runs, ...found],
      skips: [...held.skips, ...read.skips],
      points: held.points + read.points,
    };
    const done = Math.min(most, rest.length) - read.rest.length;
    rest = rest.slice(done);
    most = read.rest.length > 0 ? done : most * 2;
  }
  return takeRuns(ctx, at, { ...held, lastStart, next, past, gone, isPart: false });
}

/** Asks for one run that had not ended. One that cannot be read stays open, and is asked for again with the next sync. */
async function readOpen(id: string, tools: SyncTools): Promise<{ run: unknown } | { skip: Skip }> {
  try {
    return { run: await tools.client.run(id) };
  } catch (error) {
    if (!(error instanceof SourceError) || !(await goesPast(error, tools))) throw error;
    return { skip: skipRun({ id, name: "" }, `It cannot be read. ${error.message}`) };
  }
}

async function syncOpen(ctx: Context, at: At<CursorOf<"open">>, tools: SyncTools): Promise<boolean> {
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
  const answers = new Map<string, Awaited<ReturnType<typeof readOpen>>>();
  await inFlight(ids, 6, async (id) => {
    answers.set(id, await readOpen(id, tools));
  });
  const page: Page = { sent: [], gone: [], skips: [], past: null, next: null };
  const sent: unknown[] = [];
  const gone: string[] = [];
  for (const [id, answer] of answers) {
    if ("skip" in answer) page.skips.push(answer.skip);
    else if (answer.run === null) gone.push(id);
    else sent.push(answer.run);
  }
  const next = ids.length === openAtOnce ? (ids.at(-1) ?? null) : null;
  return takeInParts(ctx, at, tools, { ...page, sent, gone, next });
}

/** Reads the page of a source where its sync is, and writes it. False when somebody else did, or the sync is over. */
export async function syncPage(ctx: Context, sync: SourceSyncRow, tools: SyncTools): Promise<boolean> {
  const { sourceId, number } = sync;
  const { client } = tools;
  const cursor = cursorSchema.parse(sync.cursor);
  const token = "token" in cursor ? cursor.token : null;
  switch (cursor.phase) {
    case "experiments": {
      const found = await readShrinking("experiments", tools, (most) => client.experiments({ token, most }));
      // Without its experiments there is nothing to go on with.
      if (found instanceof SourceError) throw found;
      const page = { experiments: found.experiments, next: tokenOf(found.next_page_token) };
      return takeExperiments(ctx, { sourceId, number, cursor }, page);
    }
    case "open":
      return syncOpen(ctx, { sourceId, number, cursor }, tools);
    case "runs": {
      const page = await readRunsPage(cursor, tools, ctx.now());
      return takeInParts(ctx, { sourceId, number, cursor }, tools, {
        ...page,
        gone: [],
        skips: page.past?.skips ?? [],
      });
    }
    case "logged":
      return takeLoggedModels(ctx, { sourceId, number, cursor }, await readLoggedModels(ctx, sync, cursor, tools));
    case "models": {
      const found = await readShrinking("models", tools, (most) => client.models({ token, most }));
      const page =
        found instanceof SourceError
          ? { models: [], next: null, problem: found }
          : { models: found.registered_models, next: tokenOf(found.next_page_token), problem: null };
      return takeModels(ctx, { sourceId, number, cursor }, page);
    }
    case "versions": {
      const found = await readShrinking("versions", tools, (most) => client.versions({ token, most }));
      const page =
        found instanceof SourceError
          ? { versions: [], next: null, problem: found }
          : { versions: found.model_versions, next: tokenOf(found.next_page_token), problem: null };
      return takeVersions(ctx, { sourceId, number, cursor }, page);
    }
    case "done":
      return false;
  }
}
