import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { loggedModels, models, modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { lockLoggedModel } from "../logged-models/lock-logged-model";
import { deleteLoggedModelInput } from "../schemas";

/** Hides a logged model. PRECONDITION_FAILED while a version is made of it: its files are what is governed. */
export async function deleteLoggedModel(ctx: Context, raw: unknown): Promise<void> {
  authorize(ctx, "logged_model.log");
  const { id } = deleteLoggedModelInput.parse(raw);
  await withTransaction(ctx, async (tx) => {
    const model = await lockLoggedModel(tx, ctx, id);
    const [version] = await tx
      .select({ name: models.name, version: modelVersions.version })
      .from(modelVersions)
      .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
      .where(
        and(
          eq(modelVersions.projectId, ctx.projectId),
          eq(modelVersions.loggedModelId, id),
          ne(modelVersions.status, "deleted"),
        ),
      )
      .limit(1);
    if (version)
      throw preconditionFailed(
        `${id} is version ${version.version} of the registered model ${version.name}. Delete the version first.`,
      );
    await tx
      .update(loggedModels)
      .set({ deletedAt: ctx.now(), updatedAt: ctx.now() })
      .where(and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, id)));
    await appendAudit(tx, ctx, {
      action: "logged_model.deleted",
      objectType: "logged_model",
      objectId: id,
      payload: { name: model.name },
    });
  });
}
