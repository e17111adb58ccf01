import "server-only";
import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { type Axis, axes } from "@/db/enums";
import { runSlices, runs } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type AxisValues, axesOfRun } from "./axes";
import type { SliceRef } from "./compare-url";
import { latestValues } from "./metric-values";

const columns: Record<Exclude<Axis, "seed_policy">, PgColumn> = {
  code_commit: runs.codeCommit,
  dataset_snapshot: runs.datasetSnapshot,
  feature_definitions: runs.featureDefinitions,
  hyperparameters: runs.hyperparameters,
  runtime_image: runs.runtimeImage,
};
const mostRecords = 2_000;

export type RecordedRun = { id: string; name: string; axes: AxisValues };

/** Finished runs on record whose every axis has a value that one of these runs has, newest first; seeds are left to the rule. */
export async function findRunsAmong(ctx: Context, of: readonly AxisValues[]): Promise<RecordedRun[]> {
  const anyOf = (axis: Exclude<Axis, "seed_policy">): SQL | undefined => {
    const values = [...new Set(of.map((run) => run[axis]).filter((value) => value !== null))];
    return values.length === 0 ? isNull(columns[axis]) : inArray(columns[axis], values);
  };
  const {
    id,
    name,
    codeCommit,
    datasetSnapshot,
    featureDefinitions,
    hyperparameters,
    runtimeImage,
    seedPolicy,
    axisDetails,
  } = runs;
  const found = await ctx.db
    .select({
      id,
      name,
      codeCommit,
      datasetSnapshot,
      featureDefinitions,
      hyperparameters,
      runtimeImage,
      seedPolicy,
      axisDetails,
    })
    .from(runs)
    .where(
      and(
        eq(runs.projectId, ctx.projectId),
        eq(runs.status, "FINISHED"),
        isNull(runs.archivedAt),
        ...axes.flatMap((axis) => (axis === "seed_policy" ? [] : [anyOf(axis)])),
      ),
    )
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(mostRecords);
  return found.map((run) => ({ id: run.id, name: run.name, axes: axesOfRun(run) }));
}

/** One metric of these runs, overall or on a slice, by run id. */
export async function loadFigures(
  ctx: Context,
  runIds: readonly string[],
  metric: string,
  slice: SliceRef | null,
): Promise<Map<string, number | null>> {
  if (runIds.length === 0) return new Map();
  const found = slice
    ? await ctx.db
        .select({
          id: runSlices.runId,
          metrics: sql<
            Record<string, number | null>
          >`jsonb_build_object(${metric}::text, ${runSlices.metrics}->${metric})`,
        })
        .from(runSlices)
        .where(
          and(
            eq(runSlices.projectId, ctx.projectId),
            inArray(runSlices.runId, [...runIds]),
            eq(runSlices.dimension, slice.dimension),
            eq(runSlices.value, slice.value),
          ),
        )
    : await ctx.db
        .select({ id: runs.id, metrics: latestValues([metric]) })
        .from(runs)
        .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, [...runIds])));
  return new Map(found.map(({ id, metrics }) => [id, metrics[metric] ?? null]));
}
