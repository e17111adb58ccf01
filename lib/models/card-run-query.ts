import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { runEvaluations, runMetrics, runSlices, runs } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { compareMetricKeys } from "@/lib/metric-meaning";
import type { CardEvidence } from "./card-figure";

/** What the evidence says now about a run: what a card's figures and drafts are read from. Throws NOT_FOUND. */
export async function readCardEvidence(db: Reader, projectId: number, runId: string): Promise<CardEvidence> {
  const [run] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.projectId, projectId), eq(runs.id, runId)));
  if (!run) throw notFound(`Run ${runId}`);
  const metrics = await db
    .select()
    .from(runMetrics)
    .where(and(eq(runMetrics.projectId, projectId), eq(runMetrics.runId, runId)));
  const slices = await db
    .select()
    .from(runSlices)
    .where(and(eq(runSlices.projectId, projectId), eq(runSlices.runId, runId)))
    .orderBy(asc(runSlices.dimension), asc(runSlices.value));
  const [evaluation] = await db
    .select()
    .from(runEvaluations)
    .where(and(eq(runEvaluations.projectId, projectId), eq(runEvaluations.runId, runId)));
  return {
    run,
    metrics: metrics.sort((a, b) => compareMetricKeys(a.key, b.key)),
    slices,
    evaluation: evaluation ?? null,
  };
}
