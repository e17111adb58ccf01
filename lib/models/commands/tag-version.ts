import "server-only";
import { and, eq } from "drizzle-orm";
import { modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { auditedTag, tagsWith, tagsWithout } from "../change-tags";
import { lockVersion } from "../lock-model";
import { tagVersionInput } from "../schemas";

/** Sets a tag of a version, or removes it when `value` is null; what is so already changes nothing. */
export async function tagVersion(ctx: AccountableContext, raw: unknown): Promise<{ changed: boolean }> {
  authorize(ctx, "model.tag");
  const { versionId, key, value } = tagVersionInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "model.tag");
    const { version, model } = await lockVersion(tx, ctx, versionId);
    const before = Object.hasOwn(version.tags, key) ? version.tags[key] : null;
    if (before === value) return { changed: false };
    const { tags } = modelVersions;
    await tx
      .update(modelVersions)
      .set({ tags: value === null ? tagsWithout(tags, key) : tagsWith(tags, key, value) })
      .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)));
    const of = { objectType: "version", objectId: versionId } as const;
    const name = { model: model.name, version: version.version };
    if (value === null) await appendAudit(tx, ctx, { ...of, action: "version.untagged", payload: { ...name, key } });
    else
      await appendAudit(tx, ctx, {
        ...of,
        action: "version.tagged",
        payload: { ...name, key, value: auditedTag(value) },
      });
    return { changed: true };
  });
}
