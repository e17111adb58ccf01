import "server-only";
import { and, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type RunRow, runEvaluations, runInputs, runMetrics, runSlices } from "@/db/schema";
import { runContentDigest } from "./run-content";

/** The content digest of a run: the stored one, or over its present content while it is open or changed since. */
export async function readContentDigest(db: Reader, run: RunRow): Promise<string> {
  return run.contentDigest ?? computeContentDigest(db, run);
}

/** The content digest over what is on record of a run that was logged bit by bit. */
export async function computeContentDigest(db: Reader, run: RunRow): Promise<string> {
  const ofRun = <T extends typeof runMetrics | typeof runSlices | typeof runInputs | typeof runEvaluations>(table: T) =>
    and(eq(table.projectId, run.projectId), eq(table.runId, run.id));
  const metrics = await db
    .select({
      key: runMetrics.key,
      value: runMetrics.value,
      raw: runMetrics.raw,
      step: runMetrics.step,
      n: runMetrics.n,
    })
    .from(runMetrics)
    .where(ofRun(runMetrics));
  const slices = await db.select().from(runSlices).where(ofRun(runSlices));
  const inputs = await db
    .select({ name: runInputs.name, digest: runInputs.digest, context: runInputs.context })
    .from(runInputs)
    .where(ofRun(runInputs));
  const [evaluation] = await db.select().from(runEvaluations).where(ofRun(runEvaluations));
  return runContentDigest({ run, metrics, slices, inputs, evaluation: evaluation ?? null });
}
