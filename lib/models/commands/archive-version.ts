import "server-only";
import { and, eq } from "drizzle-orm";
import { modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { lockVersion, touchModel } from "../lock-model";
import { archiveVersionInput } from "../schemas";
import { lockUse } from "../serving-query";
import { whyInUse } from "../version-standing";

/** Archives a version that serves nowhere, or restores it; an archived one cannot be promoted. */
export async function archiveVersion(
  ctx: AccountableContext,
  raw: unknown,
): Promise<{ status: "active" | "archived" }> {
  authorize(ctx, "version.archive");
  const { versionId, archived, reason } = archiveVersionInput.parse(raw);
  const status = archived ? "archived" : "active";
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "version.archive");
    const { version, model } = await lockVersion(tx, ctx, versionId);
    const name = `${model.name} ${version.version}`;
    if (version.status === status) return { status };
    if (version.status === "pending")
      throw preconditionFailed(`${name} is pending until its run ends; archive it then, or delete it.`);
    const use = await lockUse(tx, ctx.projectId, { modelId: model.id, versionId });
    const inUse = archived ? whyInUse(name, "archived", use) : null;
    if (inUse) throw preconditionFailed(inUse);
    await tx
      .update(modelVersions)
      .set({ status, updatedAt: ctx.now() })
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)));
    await touchModel(tx, ctx, model.id);
    await appendAudit(tx, ctx, {
      action: archived ? "version.archived" : "version.restored",
      objectType: "version",
      objectId: versionId,
      payload: { model: model.name, version: version.version },
      reason,
    });
    return { status };
  });
}
