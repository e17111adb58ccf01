import "server-only";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { members, models, riskRevisions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { actorName, type Context, withTransaction } from "@/lib/context";
import { conflict, invalidInput } from "@/lib/errors";
import { firstTiers } from "../first-tier";
import { createModelInput } from "../schemas";

/** Creates a model with its first risk tier; a low one takes a risk officer. CONFLICT when the project has a model of that name. */
export async function createModel(ctx: Context, raw: unknown): Promise<{ modelId: string; name: string }> {
  authorize(ctx, "model.create");
  const input = createModelInput.parse(raw);
  return withTransaction(ctx, async (tx) => insertModel(tx, ctx, input));
}

/**
 * The write of `createModel` inside a caller's transaction; the caller has authorized `model.create`. What a token creates is
 * created by its owner.
 */
export async function insertModel(tx: Tx, ctx: Context, input: z.output<typeof createModelInput>) {
  const { name, description, useCase, ownerUserId, riskTier, tags } = input;
  if (!firstTiers(ctx.actor).includes(riskTier))
    throw invalidInput(
      "riskTier",
      `${riskTier} is for a risk officer to choose; start at medium and ask them to lower it`,
    );
  await assertOwner(tx, ctx.projectId, ownerUserId);
  const userId = isAccountable(ctx) ? await accountableUser(tx, ctx, "model.create") : null;
  const at = ctx.now();
  const [model] = await tx
    .insert(models)
    .values({
      projectId: ctx.projectId,
      id: ctx.newId(),
      name,
      description,
      useCase,
      ownerUserId,
      riskTier,
      tags,
      createdBy: userId ?? actorName(ctx.actor),
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing({ target: [models.projectId, models.name] })
    .returning({ id: models.id });
  if (!model)
    throw conflict(`A model named ${name} exists already; choose another name or register a version of it.`, { name });
  if (userId) {
    await tx.insert(riskRevisions).values({
      projectId: ctx.projectId,
      modelId: model.id,
      revision: 1,
      tier: riskTier,
      reason:
        ctx.actor.kind === "token" ? "Created by a client; not assessed yet" : "Chosen when the model was created",
      editedBy: userId,
      editedAt: at,
    });
  }
  await appendAudit(tx, ctx, {
    action: "model.created",
    objectType: "model",
    objectId: model.id,
    payload: { name, riskTier, useCase, ownerUserId },
  });
  return { modelId: model.id, name };
}

const isAccountable = (ctx: Context): ctx is AccountableContext => ctx.actor.kind !== "system";

/** Refuses an owner who is not a member of the project. */
export async function assertOwner(tx: Tx, projectId: number, ownerUserId: string | null): Promise<void> {
  if (ownerUserId === null) return;
  const [member] = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.projectId, projectId), eq(members.userId, ownerUserId)))
    .limit(1);
  if (!member)
    throw invalidInput("ownerUserId", "is not a member of this project; choose a member or leave the owner open");
}
