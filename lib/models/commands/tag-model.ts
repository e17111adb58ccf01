import "server-only";
import { and, eq } from "drizzle-orm";
import { models } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { auditedTag, tagsWith, tagsWithout } from "../change-tags";
import { lockModel } from "../lock-model";
import { tagModelInput } from "../schemas";

/** Sets a tag of a model, or removes it when `value` is null; what is so already changes nothing. */
export async function tagModel(ctx: AccountableContext, raw: unknown): Promise<{ changed: boolean }> {
  authorize(ctx, "model.tag");
  const { modelId, key, value } = tagModelInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.tag");
    const model = await lockModel(tx, ctx, modelId);
    const before = Object.hasOwn(model.tags, key) ? model.tags[key] : null;
    if (before === value) return { changed: false };
    await tx
      .update(models)
      .set({
        tags: value === null ? tagsWithout(models.tags, key) : tagsWith(models.tags, key, value),
        updatedAt: ctx.now(),
      })
      .where(and(eq(models.projectId, ctx.projectId), eq(models.id, modelId)));
    const of = { objectType: "model", objectId: modelId } as const;
    if (value === null)
      await appendAudit(tx, ctx, { ...of, action: "model.untagged", payload: { name: model.name, key } });
    else
      await appendAudit(tx, ctx, {
        ...of,
        action: "model.tagged",
        payload: { name: model.name, key, value: auditedTag(value) },
      });
    return { changed: true };
  });
}
