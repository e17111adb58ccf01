import "server-only";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type RunRow, runs } from "@/db/schema";
import { allLatestValues } from "./metric-values";

export type SeedRun = Pick<RunRow, "id" | "name" | "startedAt" | "endedAt" | "metrics"> & { seed: number | null };
type Recipe = Pick<
  RunRow,
  | "hyperparameters"
  | "codeCommit"
  | "datasetSnapshot"
  | "featureDefinitions"
  | "runtimeImage"
  | "seedPolicy"
  | "evalDatasetDigest"
>;
const most = 100;

/**
 * Finished runs that differ from a recipe in their seed at most: same code, data, features, parameters, image and evaluation
 * data. Newest first, at most 100; none for a recipe that is not wholly on record.
 */
export async function listSeedRuns(db: Reader, projectId: number, recipe: Recipe): Promise<SeedRun[]> {
  const { hyperparameters, codeCommit, datasetSnapshot, featureDefinitions, runtimeImage, evalDatasetDigest } = recipe;
  if (!hyperparameters || !codeCommit || !datasetSnapshot || !featureDefinitions || !runtimeImage || !evalDatasetDigest)
    return [];
  return db
    .select({
      id: runs.id,
      name: runs.name,
      startedAt: runs.startedAt,
      endedAt: runs.endedAt,
      metrics: allLatestValues,
      seed: sql<number | null>`(${runs.axisDetails}->>'seed')::float8`,
    })
    .from(runs)
    .where(
      and(
        eq(runs.projectId, projectId),
        eq(runs.hyperparameters, hyperparameters),
        eq(runs.codeCommit, codeCommit),
        eq(runs.datasetSnapshot, datasetSnapshot),
        eq(runs.featureDefinitions, featureDefinitions),
        eq(runs.runtimeImage, runtimeImage),
        eq(runs.evalDatasetDigest, evalDatasetDigest),
        sql`${runs.seedPolicy} is not distinct from ${recipe.seedPolicy}`,
        eq(runs.status, "FINISHED"),
        isNull(runs.archivedAt),
      ),
    )
    .orderBy(desc(runs.startedAt), asc(runs.id))
    .limit(most);
}
