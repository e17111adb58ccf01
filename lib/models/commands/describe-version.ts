import "server-only";
import { and, eq } from "drizzle-orm";
import { modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { lockVersion, touchModel } from "../lock-model";
import { describeVersionInput } from "../schemas";

/** Changes what is written about a version; its digest does not cover that. */
export async function describeVersion(ctx: AccountableContext, raw: unknown): Promise<{ description: string }> {
  authorize(ctx, "model.edit");
  const { versionId, description } = describeVersionInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.edit");
    const { version, model } = await lockVersion(tx, ctx, versionId);
    if (version.description === description) return { description };
    await tx
      .update(modelVersions)
      .set({ description, updatedAt: ctx.now() })
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)));
    await touchModel(tx, ctx, model.id);
    await appendAudit(tx, ctx, {
      action: "version.described",
      objectType: "version",
      objectId: versionId,
      payload: { model: model.name, version: version.version, from: version.description, to: description },
    });
    return { description };
  });
}
