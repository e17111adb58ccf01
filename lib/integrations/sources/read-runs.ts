import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { runs } from "@/db/schema";
import type { Context } from "@/lib/context";
import { decideImport, type StoredRun } from "@/lib/experiments/import-decision";
import type { ParsedRun } from "@/lib/experiments/parse-run-line";
import { draftRemoteRun, withPoints } from "./draft-run";
import { type RemotePoint, remoteRun, runHead } from "./messages";
import type { Skip } from "./note-skips";
import { SourceError } from "./source-error";
import type { TrackingClient } from "./tracking-client";

/** Points and metrics of one run whose history is taken. */
const most = { points: 200_000, keys: 2_000, atOnce: 6 };

export type ReadRun = { remoteExperimentId: string; run: ParsedRun };
export type ReadPage = { runs: ReadRun[]; skips: Skip[]; lastStart: number | null; points: number };
type Tools = { client: TrackingClient; sourceUrl: string; beat: () => Promise<void> };
/** Names of experiments here by the source's id. */
export type Places = ReadonlyMap<string, string>;

const skipRun = (remoteId: string, name: string, reason: string): Skip => ({ kind: "run", remoteId, name, reason });

/** The history of a run's metrics, as far as it is taken; the values that are latest come with the run itself. */
async function readHistory(run: ParsedRun, { client, beat }: Tools): Promise<{ run: ParsedRun; skip: Skip | null }> {
  const { id, name } = run.draft.run;
  const keys = run.draft.metrics.map(({ key }) => key);
  const histories = new Map<string, RemotePoint[]>();
  let points = 0;
  let cut = keys.length > most.keys ? `Only ${most.keys.toLocaleString("en")} of its ${keys.length} metrics` : null;
  for (let at = 0; at < Math.min(keys.length, most.keys); at += most.atOnce) {
    if (points >= most.points) {
      cut ??= `Of its metrics only the first ${at} by name`;
      break;
    }
    const read = await Promise.all(
      keys.slice(at, at + most.atOnce).map(async (key) => ({ key, ...(await client.history(id, key, most.points)) })),
    );
    for (const { key, points: found, complete } of read) {
      histories.set(key, found);
      points += found.length;
      if (!complete) cut ??= `Of ${key} only the first ${most.points.toLocaleString("en")} points`;
    }
    await beat();
  }
  const skip: Skip | null =
    cut === null
      ? null
      : {
          ...{ kind: "history", remoteId: id, name },
          reason: `${cut} came with their history; their latest values did come.`,
        };
  return { run: withPoints(run, histories), skip };
}

async function loadStored(ctx: Context, ids: readonly string[]): Promise<Map<string, StoredRun>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: runs.id, digest: runs.contentDigest, status: runs.status })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, [...ids])));
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Reads what a page of runs says, each by itself, and the history of those that will be written. One that cannot be read or kept is
 * skipped with its reason; what fails for all of them throws SourceError.
 */
export async function readRuns(
  ctx: Context,
  sent: readonly unknown[],
  places: Places,
  tools: Tools,
): Promise<ReadPage> {
  const drafted: ReadRun[] = [];
  const skips: Skip[] = [];
  let lastStart: number | null = null;
  for (const one of sent) {
    const head = runHead.safeParse(one).data?.info;
    lastStart = head?.start_time ?? lastStart;
    const [id, name] = [head?.run_id ?? "", head?.run_name ?? ""];
    const read = remoteRun.safeParse(one);
    const place = read.data && places.get(read.data.info.experiment_id);
    if (!read.success) {
      const where = read.error.issues[0]?.path.join(".") ?? "";
      skips.push(skipRun(id, name, `It is not written as the protocol says${where ? `: ${where}` : ""}.`));
    } else if (place === undefined) skips.push(skipRun(id, name, "Its experiment is not taken."));
    else {
      const draft = draftRemoteRun(read.data, { experiment: place, sourceUrl: tools.sourceUrl }, ctx.now());
      if (draft.ok) drafted.push({ remoteExperimentId: read.data.info.experiment_id, run: draft.run });
      else skips.push(skipRun(id, name, draft.reason));
    }
  }
  const stored = await loadStored(
    ctx,
    drafted.map(({ run }) => run.draft.run.id),
  );
  const page: ReadPage = { runs: [], skips, lastStart, points: 0 };
  for (const { run, ...rest } of drafted) {
    const { id, name, status } = run.draft.run;
    const decision = decideImport(stored.get(id), { digest: run.digest, status });
    if (decision.kind !== "insert" && decision.kind !== "update") {
      page.runs.push({ ...rest, run });
      continue;
    }
    try {
      const complete = await readHistory(run, tools);
      page.points += complete.run.draft.points.length;
      page.runs.push({ ...rest, run: complete.run });
      if (complete.skip) page.skips.push(complete.skip);
    } catch (error) {
      // Deleted between the page and its history, or a history that no one can read: the others still come in.
      if (!(error instanceof SourceError) || !["rejected", "not_mlflow"].includes(error.problem)) throw error;
      page.skips.push(
        skipRun(id, name, "Its metric history cannot be read. It is asked for again with the next full sync."),
      );
    }
  }
  return page;
}
