import "server-only";
import { and, eq } from "drizzle-orm";
import { cardRevisions, modelVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { changedSections, emptyCard } from "../card";
import { getVersion } from "../queries";
import { editCardInput } from "../schemas";

/**
 * Writes the next revision of a version's card; unchanged text makes none. The revision is part of a promotion's subject,
 * so approvals given before become stale. CONFLICT when somebody saved a revision since this text was started.
 */
export async function editCard(ctx: UserContext, raw: unknown): Promise<{ revision: number; changed: string[] }> {
  authorize(ctx, "card.edit");
  const input = editCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const { version, model } = await getVersion(ctx, input.versionId, tx);
    if (version.status === "archived")
      throw preconditionFailed(
        `Version ${version.version} of ${model.name} is archived; its card can no longer change.`,
      );
    const [current] = await tx
      .select({ body: cardRevisions.body })
      .from(cardRevisions)
      .where(
        and(
          eq(cardRevisions.projectId, ctx.projectId),
          eq(cardRevisions.versionId, version.id),
          eq(cardRevisions.revision, version.cardRevision),
        ),
      );
    const changed = changedSections(current?.body ?? emptyCard, input.body);
    if (changed.length === 0) return { revision: version.cardRevision, changed };
    const revision = input.seenRevision + 1;
    const updated = await tx
      .update(modelVersions)
      .set({ cardRevision: revision })
      .where(
        and(
          eq(modelVersions.projectId, ctx.projectId),
          eq(modelVersions.id, version.id),
          eq(modelVersions.cardRevision, input.seenRevision),
        ),
      )
      .returning({ id: modelVersions.id });
    if (updated.length === 0) {
      const { cardRevision } = (await getVersion(ctx, version.id, tx)).version;
      throw conflict(
        `Someone saved revision ${cardRevision} of this card while you were writing. Nothing was saved; your text is still here.`,
        {
          revision: cardRevision,
        },
      );
    }
    await tx.insert(cardRevisions).values({
      projectId: ctx.projectId,
      versionId: version.id,
      revision,
      body: input.body,
      editedBy: ctx.actor.userId,
      editedAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "card.edited",
      objectType: "version",
      objectId: version.id,
      payload: { model: model.name, version: version.version, revision, sections: changed },
    });
    return { revision, changed };
  });
}
