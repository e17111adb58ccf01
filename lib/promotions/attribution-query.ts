import "server-only";
import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { Axis } from "@/db/enums";
import { type RunRow, runSlices, runs } from "@/db/schema";
import { type AttributedRun, type Attribution, attributeChange } from "@/lib/experiments/attribution";
import { axesOfRun, diffAxes } from "@/lib/experiments/axes";

/** The figure that is explained: a metric, overall or on one slice. */
export type Figure = { metric: string; slice: { dimension: string; value: string } | null };

const columns = {
  code_commit: [runs.codeCommit, "codeCommit"],
  dataset_snapshot: [runs.datasetSnapshot, "datasetSnapshot"],
  feature_definitions: [runs.featureDefinitions, "featureDefinitions"],
  hyperparameters: [runs.hyperparameters, "hyperparameters"],
  runtime_image: [runs.runtimeImage, "runtimeImage"],
  seed_policy: [runs.seedPolicy, "seedPolicy"],
} as const satisfies Record<Axis, readonly [unknown, keyof RunRow]>;

/** Only axes that moved may differ, and only by taking one of the two values. */
function between(baseline: RunRow, candidate: RunRow): SQL[] {
  return Object.values(columns).map(([column, field]) => sql`${column} in (${baseline[field]}, ${candidate[field]})`);
}

/**
 * Which axes a figure's change came with, from runs on record between baseline and candidate on the same evaluation dataset.
 * Null when fewer than two axes moved: then there is nothing to tell apart.
 */
export async function findAttribution(
  db: Reader,
  baseline: RunRow,
  candidate: RunRow,
  { metric, slice }: Figure,
): Promise<Attribution | null> {
  const { moved, unknown } = diffAxes(axesOfRun(baseline), axesOfRun(candidate));
  if (moved.length < 2 || unknown.length > 0 || candidate.evalDatasetDigest === null) return null;
  const ofSlice = and(
    eq(runSlices.projectId, runs.projectId),
    eq(runSlices.runId, runs.id),
    eq(runSlices.dimension, slice?.dimension ?? ""),
    eq(runSlices.value, slice?.value ?? ""),
  );
  const value = sql<number | null>`(${slice ? runSlices.metrics : runs.metrics} ->> ${metric})::float8`;
  const rows = await db
    .select({ run: runs, value })
    .from(runs)
    .leftJoin(runSlices, ofSlice)
    .where(
      and(
        eq(runs.projectId, candidate.projectId),
        eq(runs.status, "FINISHED"),
        isNull(runs.archivedAt),
        eq(runs.evalDatasetDigest, candidate.evalDatasetDigest),
        ...between(baseline, candidate),
      ),
    )
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(100);
  const all = rows.map(({ run, value }): AttributedRun => ({ id: run.id, name: run.name, axes: axesOfRun(run), value }));
  const from = all.find((run) => run.id === baseline.id);
  const to = all.find((run) => run.id === candidate.id);
  return from && to ? attributeChange(from, to, all) : null;
}
