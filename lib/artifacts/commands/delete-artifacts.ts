import "server-only";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { looseObjects, runArtifacts, storedArtifacts } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { type ArtifactRef, ofOwner } from "../artifact-queries";
import { discardObjects } from "../discard-objects";
import { assertChangeable } from "../frozen";
import { findOwner } from "../owner-query";

/** Deletes an uploaded file, or a folder of them, that nothing under governance rests on. */
export async function deleteArtifacts(ctx: Context, ref: ArtifactRef): Promise<{ deleted: number }> {
  authorize(ctx, "artifact.delete");
  const gone = await withTransaction(ctx, async (tx) => {
    const owner = await findOwner(tx, ctx.projectId, ref, true);
    if (!owner) throw notFound(`The ${ref.owner} ${ref.ownerId}`);
    const asked =
      ref.path === ""
        ? sql`true`
        : or(eq(storedArtifacts.path, ref.path), sql`starts_with(${storedArtifacts.path}, ${`${ref.path}/`})`);
    const rows = await tx
      .select()
      .from(storedArtifacts)
      .where(and(ofOwner(ctx.projectId, ref), asked));
    if (rows.length === 0) throw notFound(`The artifact ${ref.path}`);
    await assertChangeable(tx, ctx.projectId, owner);
    const names = rows.map((row) => row.path);
    await tx.delete(storedArtifacts).where(and(ofOwner(ctx.projectId, ref), inArray(storedArtifacts.path, names)));
    if (ref.owner === "run") {
      const ofRun = and(eq(runArtifacts.projectId, ctx.projectId), eq(runArtifacts.runId, ref.ownerId));
      await tx.delete(runArtifacts).where(and(ofRun, inArray(runArtifacts.path, names)));
    }
    const files = rows.slice(0, 100).map((row) => [row.path, row.sha256] as [string, string]);
    const about = { objectId: ref.ownerId, payload: { name: owner.name, files, count: rows.length } };
    if (ref.owner === "run")
      await appendAudit(tx, ctx, { action: "run.artifacts_deleted", objectType: "run", ...about });
    else await appendAudit(tx, ctx, { action: "logged_model.artifacts_deleted", objectType: "logged_model", ...about });
    const keys = rows.map((row) => row.objectKey);
    await tx.insert(looseObjects).values(keys.map((objectKey) => ({ projectId: ctx.projectId, objectKey })));
    return keys;
  });
  await discardObjects(ctx, gone);
  return { deleted: gone.length };
}
