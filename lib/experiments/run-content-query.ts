import "server-only";
import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { type RunRow, runEvaluations, runInputs, runMetrics, runSlices } from "@/db/schema";
import { pagedContentDigest, type RunContent, runContentDigest } from "./run-content";

/** The content digest of a run: the stored one, or over its present content while it is open or changed since. */
export async function readContentDigest(db: Reader, run: RunRow): Promise<string> {
  return run.contentDigest ?? computeContentDigest(db, run);
}

const ofRun = (run: RunRow, table: typeof runMetrics | typeof runSlices | typeof runInputs | typeof runEvaluations) =>
  and(eq(table.projectId, run.projectId), eq(table.runId, run.id));

async function readAllButMetrics(db: Reader, run: RunRow): Promise<Omit<RunContent, "metrics">> {
  const slices = await db.select().from(runSlices).where(ofRun(run, runSlices));
  const inputs = await db
    .select({ name: runInputs.name, digest: runInputs.digest, context: runInputs.context })
    .from(runInputs)
    .where(ofRun(run, runInputs));
  const [evaluation] = await db.select().from(runEvaluations).where(ofRun(run, runEvaluations));
  return { run, slices, inputs, evaluation: evaluation ?? null };
}

/** The content digest over what is on record of a run that was logged bit by bit. */
async function computeContentDigest(db: Reader, run: RunRow): Promise<string> {
  const { key, value, raw, step, n } = runMetrics;
  const metrics = await db.select({ key, value, raw, step, n }).from(runMetrics).where(ofRun(run, runMetrics));
  return runContentDigest({ ...(await readAllButMetrics(db, run)), metrics });
}

/** The same of a run whose row the caller holds, so that nothing is logged between the pages of its metrics. */
export async function settledContentDigest(
  tx: Tx,
  run: RunRow,
  pages: AsyncIterable<RunContent["metrics"]>,
): Promise<string> {
  return (await pagedContentDigest(await readAllButMetrics(tx, run), pages)) ?? computeContentDigest(tx, run);
}
