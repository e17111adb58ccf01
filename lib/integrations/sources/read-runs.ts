import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { runs } from "@/db/schema";
import type { Context } from "@/lib/context";
import { decideImport, type StoredRun } from "@/lib/experiments/import-decision";
import type { ParsedRun } from "@/lib/experiments/parse-run-line";
import { draftRemoteRun } from "./draft-run";
import { type RemoteRun, remoteRun, runHead } from "./messages";
import { type Skip, skipRun } from "./note-skips";

/** Logged models that a run read (`input`) or made (`output`). */
export type ModelLink = { role: "input" | "output"; modelId: string; step: number };
export type ReadRun = { remoteExperimentId: string; run: ParsedRun; models: ModelLink[] };
/** `wanted`: runs that will be written, for which their history is read first. */
export type ReadPage = { runs: ReadRun[]; wanted: ReadRun[]; skips: Skip[]; lastStart: number | null };
/** Names of experiments here by the source's id. */
export type Places = ReadonlyMap<string, string>;

const linksOf = ({ inputs, outputs }: RemoteRun): ModelLink[] => [
  ...inputs.model_inputs.map(({ model_id: modelId }) => ({ role: "input" as const, modelId, step: 0 })),
  ...outputs.model_outputs.map(({ model_id: modelId, step }) => ({ role: "output" as const, modelId, step })),
];

async function loadStored(ctx: Context, ids: readonly string[]): Promise<Map<string, StoredRun>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: runs.id, digest: runs.contentDigest, status: runs.status })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, [...ids])));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Reads what a page of runs says, each by itself. One that cannot be read or kept is skipped with its reason. */
export async function readRuns(
  ctx: Context,
  sent: readonly unknown[],
  places: Places,
  sourceUrl: string,
): Promise<ReadPage> {
  const drafted: ReadRun[] = [];
  const skips: Skip[] = [];
  let lastStart: number | null = null;
  for (const one of sent) {
    const head = runHead.safeParse(one).data?.info;
    lastStart = head?.start_time ?? lastStart;
    const about = { id: head?.run_id ?? "", name: head?.run_name ?? "" };
    const read = remoteRun.safeParse(one);
    const place = read.data && places.get(read.data.info.experiment_id);
    if (!read.success) {
      const where = read.error.issues[0]?.path.join(".") ?? "";
      skips.push(skipRun(about, `It is not written as the protocol says${where ? `: ${where}` : ""}.`));
    } else if (place === undefined) skips.push(skipRun(about, "Its experiment is not taken."));
    else {
      const draft = draftRemoteRun(read.data, { experiment: place, sourceUrl }, ctx.now());
      const models = linksOf(read.data);
      if (draft.ok) drafted.push({ remoteExperimentId: read.data.info.experiment_id, run: draft.run, models });
      else skips.push(skipRun(about, draft.reason));
    }
  }
  // Of a run that a page has twice the last counts.
  const distinct = [...new Map(drafted.map((one) => [one.run.draft.run.id, one])).values()];
  const stored = await loadStored(
    ctx,
    distinct.map(({ run }) => run.draft.run.id),
  );
  const page: ReadPage = { runs: [], wanted: [], skips, lastStart };
  for (const one of distinct) {
    const { id, status } = one.run.draft.run;
    const { kind } = decideImport(stored.get(id), { digest: one.run.digest, status });
    (kind === "insert" || kind === "update" ? page.wanted : page.runs).push(one);
  }
  return page;
}
