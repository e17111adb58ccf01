import "server-only";
import { and, eq } from "drizzle-orm";
import { models } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { getModel } from "../queries";
import { editModelInput } from "../schemas";
import { assertOwner } from "./create-model";

const fields = ["description", "useCase", "ownerUserId"] as const;

/** Changes description, use case and owner. CONFLICT when somebody changed the model since it was read. */
export async function editModel(ctx: AccountableContext, raw: unknown): Promise<{ changed: string[] }> {
  authorize(ctx, "model.edit");
  const input = editModelInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.edit");
    const model = await getModel(ctx, input.modelId, tx);
    if (model.deletedAt) throw preconditionFailed(`${model.name} stays as it was when it was deleted.`);
    const changes = fields.filter((field) => model[field] !== input[field]);
    if (changes.length === 0) return { changed: [] };
    if (input.ownerUserId !== model.ownerUserId) await assertOwner(tx, ctx.projectId, input.ownerUserId);
    const { description, useCase, ownerUserId } = input;
    const updated = await tx
      .update(models)
      .set({ description, useCase, ownerUserId, lockVersion: input.lockVersion + 1, updatedAt: ctx.now() })
      .where(
        and(eq(models.projectId, ctx.projectId), eq(models.id, model.id), eq(models.lockVersion, input.lockVersion)),
      )
      .returning({ id: models.id });
    if (updated.length === 0) {
      throw conflict(
        `${model.name} was changed by someone else while you were editing. Nothing was saved; reload to see their changes.`,
      );
    }
    await appendAudit(tx, ctx, {
      action: "model.edited",
      objectType: "model",
      objectId: model.id,
      payload: { name: model.name, changes: changes.map((field) => ({ field, from: model[field], to: input[field] })) },
    });
    return { changed: [...changes] };
  });
}
