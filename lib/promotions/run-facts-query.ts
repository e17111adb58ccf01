import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { loggedModels, type RunEvaluationRow, runEvaluations, runMetrics, runSlices, runs } from "@/db/schema";
import { notFound } from "@/lib/errors";

export type RunFacts = Awaited<ReturnType<typeof readRunFacts>>;

type Contract = Pick<RunEvaluationRow, "signature" | "signatureProblem">;

/** Signature of one of the models that a run logged; null when its files say nothing of one. */
async function readSignature(db: Reader, projectId: number, id: string): Promise<Contract | null> {
  const [found] = await db
    .select({ signature: loggedModels.signature, signatureProblem: loggedModels.signatureProblem })
    .from(loggedModels)
    .where(and(eq(loggedModels.projectId, projectId), eq(loggedModels.id, id)));
  return found && (found.signature || found.signatureProblem) ? found : null;
}

const withSignature = (
  runId: string,
  projectId: number,
  evaluation: RunEvaluationRow | undefined,
  logged: Contract,
): RunEvaluationRow => ({
  ...(evaluation ?? {
    projectId,
    runId,
    confusion: null,
    calibration: null,
    fairness: null,
    importances: null,
    warnings: [],
  }),
  ...logged,
});

/** Everything on record about one run that gates judge, in an order that does not depend on how it was stored. */
export async function readRunFacts(db: Reader, projectId: number, runId: string, loggedModelId: string | null = null) {
  const ofRun = <T extends typeof runMetrics | typeof runSlices | typeof runEvaluations>(table: T) =>
    and(eq(table.projectId, projectId), eq(table.runId, runId));
  const [[run], metrics, slices, [evaluation], logged] = await Promise.all([
    db
      .select()
      .from(runs)
      .where(and(eq(runs.projectId, projectId), eq(runs.id, runId))),
    db.select().from(runMetrics).where(ofRun(runMetrics)).orderBy(asc(runMetrics.key)),
    db.select().from(runSlices).where(ofRun(runSlices)).orderBy(asc(runSlices.dimension), asc(runSlices.value)),
    db.select().from(runEvaluations).where(ofRun(runEvaluations)),
    loggedModelId ? readSignature(db, projectId, loggedModelId) : null,
  ]);
  if (!run) throw notFound(`Run ${runId}`);
  return {
    run,
    metrics,
    slices,
    evaluation: logged ? withSignature(runId, projectId, evaluation, logged) : (evaluation ?? null),
  };
}
