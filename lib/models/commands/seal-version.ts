import "server-only";
import { and, eq } from "drizzle-orm";
import { modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { lockVersion } from "../lock-model";
import { versionInput } from "../schemas";
import { getVersionContent } from "../version-content-query";
import { versionDigest } from "../version-digest";

/**
 * Takes the final digest of a pending version whose run has FINISHED: from then on it can be promoted, and whatever is logged
 * later shows as a change of the run. A version that is not pending, or whose run goes on, stays as it is.
 */
export async function sealVersion(ctx: Context, raw: unknown): Promise<{ sealed: boolean }> {
  authorize(ctx, "version.seal");
  const { versionId } = versionInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const { version, model } = await lockVersion(tx, ctx, versionId);
    if (version.status !== "pending") return { sealed: false };
    const { run, content } = await getVersionContent(tx, ctx.projectId, version.runId, version);
    if (run.status !== "FINISHED" || run.archivedAt) return { sealed: false };
    const digest = versionDigest(content);
    await tx
      .update(modelVersions)
      .set({ status: "active", digest, updatedAt: ctx.now() })
      .where(
        and(
          eq(modelVersions.projectId, ctx.projectId),
          eq(modelVersions.id, versionId),
          eq(modelVersions.status, "pending"),
        ),
      );
    await appendAudit(tx, ctx, {
      action: "version.sealed",
      objectType: "version",
      objectId: versionId,
      objectDigest: digest,
      payload: { model: model.name, version: version.version, provisional: version.digest, runId: run.id },
    });
    return { sealed: true };
  });
}
