import type { Db } from "@/db/client";
import { experiments, loggedModels, runs } from "@/db/schema";

const at = new Date("2026-01-01T00:00:00Z");

/** An open run and a logged model of it, as clients make them, in the experiment "1". */
export async function makeOwners(db: Db, projectId: number, runId: string, modelId: string): Promise<void> {
  await db.insert(experiments).values({ projectId, id: "1", name: "exp1", createdAt: at }).onConflictDoNothing();
  await db.insert(runs).values({
    projectId,
    id: runId,
    experimentId: "1",
    name: "r1",
    status: "RUNNING",
    startedAt: at,
    importedAt: at,
    source: "log",
    contentDigest: null,
  });
  const model = {
    projectId,
    id: modelId,
    experimentId: "1",
    name: "m1",
    sourceRunId: runId,
    status: "PENDING" as const,
  };
  await db.insert(loggedModels).values({ ...model, createdAt: at, updatedAt: at });
}
