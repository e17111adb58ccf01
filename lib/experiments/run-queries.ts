import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import {
  evaluationRows,
  experiments,
  predictions,
  runArtifacts,
  runEvaluations,
  runMetrics,
  runSlices,
  runs,
  storedArtifacts,
  users,
} from "@/db/schema";
import type { RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { type Curve, loadRunCurves } from "./curves/run-curves-query";
import { listRunInputs, type RunInput } from "./run-inputs-query";
import { sliceKeyForm } from "./slice-key";

export type Artifact = {
  path: string;
  sizeBytes: number | null;
  sha256: string | null;
  /** Its bytes are in the artifact store of this installation. */
  isStored: boolean;
};
export type RunDetail = {
  run: RunRow;
  experiment: { id: string; name: string; family: string | null };
  owner: string | null;
  evaluation: RunEvaluationRow | null;
  metrics: RunMetricRow[];
  slices: RunSliceRow[];
  artifacts: Artifact[];
  curves: Curve[];
  inputs: RunInput[];
  predictions: { rows: number; rowsDigest: string } | null;
};

/** Metrics listed on a run's page; a run may have a million. */
export const maxMetrics = 2000;

/** Everything a run's page shows, in one round of parallel reads; null for an unknown id. */
export async function findRun(ctx: Context, runId: string): Promise<RunDetail | null> {
  authorize(ctx, "project.view");
  if (runId.includes("\0")) return null;
  const { projectId, db } = ctx;
  const [heads, evaluations, metrics, slices, artifacts, curves, inputs, scored] = await Promise.all([
    db
      .select({
        run: runs,
        experiment: { id: experiments.id, name: experiments.name, family: experiments.family },
        userName: users.name,
      })
      .from(runs)
      .innerJoin(experiments, and(eq(experiments.projectId, runs.projectId), eq(experiments.id, runs.experimentId)))
      .leftJoin(users, eq(users.id, runs.ownerUserId))
      .where(and(eq(runs.projectId, projectId), eq(runs.id, runId))),
    db
      .select()
      .from(runEvaluations)
      .where(and(eq(runEvaluations.projectId, projectId), eq(runEvaluations.runId, runId))),
    db
      .select()
      .from(runMetrics)
      .where(
        and(
          eq(runMetrics.projectId, projectId),
          eq(runMetrics.runId, runId),
          sql`${runMetrics.key} !~ ${sliceKeyForm.source}`,
        ),
      )
      .orderBy(asc(runMetrics.key))
      .limit(maxMetrics),
    db
      .select()
      .from(runSlices)
      .where(and(eq(runSlices.projectId, projectId), eq(runSlices.runId, runId)))
      .orderBy(asc(runSlices.dimension), asc(runSlices.value)),
    db
      .select({
        path: runArtifacts.path,
        sizeBytes: runArtifacts.sizeBytes,
        sha256: runArtifacts.sha256,
        isStored: sql<boolean>`${storedArtifacts.objectKey} is not null`,
      })
      .from(runArtifacts)
      .leftJoin(
        storedArtifacts,
        and(
          eq(storedArtifacts.projectId, runArtifacts.projectId),
          eq(storedArtifacts.owner, "run"),
          eq(storedArtifacts.ownerId, runArtifacts.runId),
          eq(storedArtifacts.path, runArtifacts.path),
        ),
      )
      .where(and(eq(runArtifacts.projectId, projectId), eq(runArtifacts.runId, runId)))
      .orderBy(asc(runArtifacts.path)),
    loadRunCurves(ctx, runId),
    listRunInputs(ctx, runId),
    db
      .select({ rows: evaluationRows.n, rowsDigest: predictions.rowsDigest })
      .from(predictions)
      .innerJoin(
        evaluationRows,
        and(eq(evaluationRows.projectId, predictions.projectId), eq(evaluationRows.digest, predictions.rowsDigest)),
      )
      .where(and(eq(predictions.projectId, projectId), eq(predictions.runId, runId))),
  ]);
  const [head] = heads;
  if (!head) return null;
  return {
    run: head.run,
    experiment: head.experiment,
    owner: head.run.ownerName ?? head.userName,
    evaluation: evaluations[0] ?? null,
    metrics,
    slices,
    artifacts,
    curves,
    inputs,
    predictions: scored[0] ?? null,
  };
}
