import "server-only";
import { and, eq } from "drizzle-orm";
import { type LoggedModelRow, loggedModels } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { lockLoggedModel } from "../logged-models/lock-logged-model";
import { finishLoggedModelInput } from "../schemas";

/** Notes how the upload of a logged model ended. Saying the same again changes nothing and leaves no second entry. */
export async function finishLoggedModel(ctx: Context, raw: unknown): Promise<LoggedModelRow> {
  authorize(ctx, "logged_model.log");
  const { id, status } = finishLoggedModelInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const model = await lockLoggedModel(tx, ctx, id);
    if (model.status === status) return model;
    const [changed] = await tx
      .update(loggedModels)
      .set({ status, updatedAt: ctx.now() })
      .where(and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, id)))
      .returning();
    if (!changed) throw new Error("the logged model was not changed");
    if (status !== "PENDING")
      await appendAudit(tx, ctx, {
        action: "logged_model.finished",
        objectType: "logged_model",
        objectId: id,
        payload: { name: model.name, runId: model.sourceRunId, status },
      });
    return changed;
  });
}
