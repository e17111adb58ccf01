import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { loggedModels, runArtifacts, runEvaluations, runs } from "@/db/schema";
import { listStoredArtifacts } from "@/lib/artifacts/artifact-queries";
import { notFound } from "@/lib/errors";
import { axesOfRun } from "@/lib/experiments/axes";
import { readContentDigest } from "@/lib/experiments/run-content-query";
import type { VersionContent } from "./version-digest";

/**
 * What registering this run would put under governance, with the run's status. When one of the models that it logged is meant,
 * that model's files belong to it and its
 * signature goes before the run's. Throws NOT_FOUND.
 */
export async function getVersionContent(
  db: Reader,
  projectId: number,
  runId: string,
  { loggedModelId = null, source = "" }: { loggedModelId?: string | null; source?: string } = {},
) {
  const [[run], [evaluation], artifacts, [logged], files] = await Promise.all([
    db
      .select()
      .from(runs)
      .where(and(eq(runs.projectId, projectId), eq(runs.id, runId))),
    db
      .select({ signature: runEvaluations.signature })
      .from(runEvaluations)
      .where(and(eq(runEvaluations.projectId, projectId), eq(runEvaluations.runId, runId))),
    db
      .select({ path: runArtifacts.path, sizeBytes: runArtifacts.sizeBytes, sha256: runArtifacts.sha256 })
      .from(runArtifacts)
      .where(and(eq(runArtifacts.projectId, projectId), eq(runArtifacts.runId, runId)))
      .orderBy(asc(runArtifacts.path)),
    loggedModelId
      ? db
          .select({ signature: loggedModels.signature })
          .from(loggedModels)
          .where(and(eq(loggedModels.projectId, projectId), eq(loggedModels.id, loggedModelId)))
      : [],
    loggedModelId ? listStoredArtifacts(db, projectId, { owner: "model", ownerId: loggedModelId }) : [],
  ]);
  if (!run) throw notFound(`Run ${runId}`);
  const content: VersionContent = {
    runId: run.id,
    runContentDigest: await readContentDigest(db, run),
    axes: axesOfRun(run),
    artifacts: [...artifacts, ...files.map((file) => ({ ...file, path: `models/${loggedModelId}/${file.path}` }))],
    signature: logged?.signature ?? evaluation?.signature ?? null,
    loggedModelId,
    source: loggedModelId ? "" : source,
  };
  return { run, content };
}
