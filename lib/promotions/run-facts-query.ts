import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { runEvaluations, runMetrics, runSlices, runs } from "@/db/schema";
import { notFound } from "@/lib/errors";

export type RunFacts = Awaited<ReturnType<typeof readRunFacts>>;

/** Everything on record about one run that gates judge, in an order that does not depend on how it was stored. */
export async function readRunFacts(db: Reader, projectId: number, runId: string) {
  const ofRun = <T extends typeof runMetrics | typeof runSlices | typeof runEvaluations>(table: T) =>
    and(eq(table.projectId, projectId), eq(table.runId, runId));
  const [run] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.projectId, projectId), eq(runs.id, runId)));
  if (!run) throw notFound(`Run ${runId}`);
  const metrics = await db.select().from(runMetrics).where(ofRun(runMetrics)).orderBy(asc(runMetrics.key));
  const slices = await db
    .select()
    .from(runSlices)
    .where(ofRun(runSlices))
    .orderBy(asc(runSlices.dimension), asc(runSlices.value));
  const [evaluation] = await db.select().from(runEvaluations).where(ofRun(runEvaluations));
  return { run, metrics, slices, evaluation: evaluation ?? null };
}
