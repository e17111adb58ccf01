import "server-only";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type RunRow, runMetrics, runs } from "@/db/schema";
import type { MetricMarks } from "@/db/schema/experiments";
import { metricSupport } from "../metric-support";
import { settledContentDigest } from "../run-content-query";
import { parseSliceKey, slicesOfMetrics } from "../slice-key";
import { noteWarnings } from "./note-warning";
import { hasEnded, loggedSource } from "./run-states";
import { mostSlices, writeSlices } from "./set-slices";

/** Metrics up to which a run is packed; one with more is read from `run_metrics` only. */
export const mostPacked = 5000;

type Figure = { key: string; value: number | null; raw: string | null; step: number; at: number };
type StoredFigure = Figure & { n: number | null };

/** Values and marks of metrics as a run's row carries them. */
export function packMetrics(figures: readonly Figure[]): {
  metrics: Record<string, number | null>;
  metricMarks: MetricMarks;
} {
  return {
    metrics: Object.fromEntries(figures.map(({ key, value }) => [key, value])),
    metricMarks: Object.fromEntries(
      figures.map(({ key, raw, step, at }) => [key, raw === null ? [step, at] : [step, at, raw]]),
    ),
  };
}

async function takeSlices(tx: Tx, run: RunRow, figures: readonly Figure[]): Promise<void> {
  const { slices, withoutCount } = slicesOfMetrics(figures);
  if (slices.length === 0 && withoutCount.length === 0) return;
  await writeSlices(
    tx,
    run.projectId,
    run.id,
    slices.slice(0, mostSlices).map((slice) => ({ ...slice, intervals: {}, confusion: null })),
  );
  const warnings = withoutCount
    .slice(0, 20)
    .map((name) => `The slice ${name} has no number of rows: log it as slice/${name}/n.`);
  await noteWarnings(tx, { projectId: run.projectId, runId: run.id }, "The slice ", warnings);
}

/** Says of how many evaluation rows each overall metric is, when the client said how many there were. */
async function countRows(tx: Tx, run: RunRow, figures: readonly Figure[]): Promise<void> {
  if (run.evalRows === null || run.source !== loggedSource) return;
  const support = { rows: { test: run.evalRows }, confusion: null, latencyCalls: null };
  const counted = figures.filter(({ key }) => parseSliceKey(key) === null && metricSupport(key, support) !== null);
  if (counted.length === 0) return;
  await tx
    .update(runMetrics)
    .set({ n: run.evalRows })
    .where(
      and(
        eq(runMetrics.projectId, run.projectId),
        eq(runMetrics.runId, run.id),
        inArray(
          runMetrics.key,
          counted.map(({ key }) => key),
        ),
      ),
    );
}

/** The metrics of a run by key, as many at once as fit into its row: a run may have a million. */
async function* pagesOfMetrics(tx: Tx, { projectId, id }: RunRow): AsyncGenerator<StoredFigure[]> {
  const { key, value, raw, step, at, n } = runMetrics;
  const own = and(eq(runMetrics.projectId, projectId), eq(runMetrics.runId, id));
  for (let last: string | null = null; ; ) {
    const page: StoredFigure[] = await tx
      .select({ key, value, raw, step, at, n })
      .from(runMetrics)
      .where(last === null ? own : and(own, gt(key, last)))
      .orderBy(asc(key))
      .limit(mostPacked);
    if (page.length > 0) yield page;
    if (page.length < mostPacked) return;
    last = page.at(-1)?.key ?? null;
  }
}

/**
 * Packs what was logged to a run into its row, takes slices out of its metrics, and when it has ended computes its content digest. The
 * caller holds the run's row for update, so nobody logs meanwhile.
 */
export async function settleRun(tx: Tx, run: RunRow): Promise<void> {
  const own = and(eq(runs.projectId, run.projectId), eq(runs.id, run.id));
  let packed: Figure[] | null = null;
  let fits = true;
  const ofSlices: Figure[] = [];
  for await (const page of pagesOfMetrics(tx, run)) {
    fits = packed === null;
    packed ??= page;
    ofSlices.push(...page.filter(({ key }) => parseSliceKey(key) !== null));
    await countRows(tx, run, page);
  }
  await takeSlices(tx, run, ofSlices);
  const { metrics, metricMarks } = packMetrics(packed ?? []);
  await tx.update(runs).set({ metrics, metricMarks, metricsPacked: fits }).where(own);
  if (!hasEnded(run.status)) return;
  const contentDigest = await settledContentDigest(tx, run, pagesOfMetrics(tx, run));
  await tx.update(runs).set({ contentDigest }).where(own);
}

/** Keys of a run whose series are long and were not folded for a while. */
export async function listUnfolded(tx: Tx, projectId: number, runId: string, atLeast: number): Promise<string[]> {
  const rows = await tx.execute<{ key: string }>(sql`
    select m.key from run_metrics m
    left join metric_series s on s.project_id = m.project_id and s.run_id = m.run_id and s.key = m.key
    where m.project_id = ${projectId} and m.run_id = ${runId} and m.points >= ${atLeast}
      and (s.key is null or s.stale or m.points - s.points >= ${atLeast})
    order by m.key limit 1000`);
  return rows.map((row) => row.key);
}
