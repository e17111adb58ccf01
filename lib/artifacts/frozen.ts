import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { models, modelVersions } from "@/db/schema";
import { conflict, DomainError } from "@/lib/errors";
import type { Owner } from "./owner-query";

/** Refuses to change files that something under governance rests on, and those of what was deleted. */
export async function assertChangeable(tx: Tx, projectId: number, owner: Owner): Promise<void> {
  if (owner.isDeleted)
    throw new DomainError(
      "INVALID_INPUT",
      `The run ${owner.ownerId} must be in the 'active' state. Current state is deleted.`,
    );
  if (owner.isImported)
    throw conflict(
      `The run ${owner.name} came in as a finished record and does not change. Log the files to a run of your own.`,
    );
  const [version] = await tx
    .select({ model: models.name, version: modelVersions.version })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(
      and(
        eq(modelVersions.projectId, projectId),
        eq(owner.owner === "run" ? modelVersions.runId : modelVersions.loggedModelId, owner.ownerId),
        // A version whose run is still open takes its final digest when the run ends.
        inArray(modelVersions.status, ["active", "archived"]),
      ),
    )
    .limit(1);
  if (version)
    throw conflict(
      `${version.model} ${version.version} rests on the files of ${owner.name}, so they do not change any more. Log to a new run and register that.`,
    );
}
