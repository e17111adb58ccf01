import "server-only";
import { and, asc, eq } from "drizzle-orm";
import {
  evaluationRows,
  experiments,
  predictions,
  runArtifacts,
  runEvaluations,
  runMetrics,
  runSlices,
  runs,
  users,
} from "@/db/schema";
import type { RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";

export type Artifact = { path: string; sizeBytes: number | null; sha256: string | null };
export type Curve = { key: string; points: { step: number; value: number | null }[] };
export type RunDetail = {
  run: RunRow;
  experiment: { id: string; name: string; family: string | null };
  owner: string | null;
  evaluation: RunEvaluationRow | null;
  metrics: RunMetricRow[];
  slices: RunSliceRow[];
  artifacts: Artifact[];
  curves: Curve[];
  predictions: { rows: number; rowsDigest: string } | null;
};

/** Points drawn of one curve; more are thinned by taking every k-th, first and last kept. */
const maxPoints = 500;

async function loadCurves(ctx: Context, runId: string): Promise<Curve[]> {
  const rows = await ctx.db.$client<{ key: string; step: number; value: number | null }[]>`
    select key, step::float8 as step, case when value not in ('NaN', 'Infinity', '-Infinity') then value end as value from (
      select key, step, value, row_number() over w as place, count(*) over (partition by key) as n
      from metric_points where project_id = ${ctx.projectId} and run_id = ${runId} window w as (partition by key order by step, at, value)
    ) numbered where place = 1 or place = n or place % ceil(n / ${maxPoints}::float8)::bigint = 0 order by key, step`;
  const curves = new Map<string, Curve>();
  for (const { key, step, value } of rows) {
    const curve = curves.get(key) ?? { key, points: [] };
    curve.points.push({ step, value });
    curves.set(key, curve);
  }
  return [...curves.values()];
}

/** Everything a run's page shows, in one round of parallel reads; null for an unknown id. */
export async function findRun(ctx: Context, runId: string): Promise<RunDetail | null> {
  authorize(ctx, "project.view");
  if (runId.includes("\0")) return null;
  const { projectId, db } = ctx;
  const [heads, evaluations, metrics, slices, artifacts, curves, scored] = await Promise.all([
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
      .where(and(eq(runMetrics.projectId, projectId), eq(runMetrics.runId, runId))),
    db
      .select()
      .from(runSlices)
      .where(and(eq(runSlices.projectId, projectId), eq(runSlices.runId, runId)))
      .orderBy(asc(runSlices.dimension), asc(runSlices.value)),
    db
      .select()
      .from(runArtifacts)
      .where(and(eq(runArtifacts.projectId, projectId), eq(runArtifacts.runId, runId)))
      .orderBy(asc(runArtifacts.path)),
    loadCurves(ctx, runId),
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
    artifacts: artifacts.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 })),
    curves,
    predictions: scored[0] ?? null,
  };
}
