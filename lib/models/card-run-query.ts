import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { runEvaluations, runMetrics, runSlices, runs } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { compareMetricKeys } from "@/lib/metric-meaning";
import type { CardEvidence } from "./card-figure";

/** What the evidence says now about a run: what a card's figures and drafts are read from. Throws NOT_FOUND. */
export async function readCardEvidence(db: Reader, projectId: number, runId: string): Promise<CardEvidence> {
  const ofRun = <T extends typeof runMetrics | typeof runSlices | typeof runEvaluations>(table: T) =>
    and(eq(table.projectId, projectId), eq(table.runId, runId));
  // The same statements as those that gates read a run by: a page that shows both asks once.
  const [[run], metrics, slices, [evaluation]] = await Promise.all([
    db
      .select()
      .from(runs)
      .where(and(eq(runs.projectId, projectId), eq(runs.id, runId))),
    db.select().from(runMetrics).where(ofRun(runMetrics)).orderBy(asc(runMetrics.key)),
    db.select().from(runSlices).where(ofRun(runSlices)).orderBy(asc(runSlices.dimension), asc(runSlices.value)),
    db.select().from(runEvaluations).where(ofRun(runEvaluations)),
  ]);
  if (!run) throw notFound(`Run ${runId}`);
  return {
    run,
    metrics: metrics.sort((a, b) => compareMetricKeys(a.key, b.key)),
    slices,
    evaluation: evaluation ?? null,
  };
}
