import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comments, findings, models, modelVersions, promotions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { invalidInput, notFound } from "@/lib/errors";
import { nextNumber } from "@/lib/next-number";
import { assertPlace } from "../findings/assert-place";
import { appendFindingEvent, assertMember } from "../findings/load-finding";
import { type RaiseFindingInput, raiseFindingInput } from "../findings/schemas";
import { reevaluatePromotions } from "../reevaluate-promotions";

type Input = ReturnType<typeof raiseFindingInput.parse>;

/** Raises a finding; open promotions that it concerns are evaluated again. */
export async function raiseFinding(
  ctx: UserContext,
  raw: RaiseFindingInput,
): Promise<{ number: number; findingId: string }> {
  authorize(ctx, "finding.raise");
  const input = raiseFindingInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const { model, version, versionId } = await readSubject(tx, ctx, input);
    await assertMember(tx, ctx, input.ownerUserId);
    const findingId = ctx.newId();
    const number = await nextNumber(tx, ctx.projectId, "finding");
    await tx.insert(findings).values({
      ...input,
      versionId,
      projectId: ctx.projectId,
      id: findingId,
      number,
      state: "open",
      raisedBy: ctx.actor.userId,
      raisedAt: ctx.now(),
    });
    await appendFindingEvent(tx, ctx, findingId, { kind: "raised", from: null, to: "open", note: "" });
    const { title, severity, blocks, ownerUserId, dueOn } = input;
    await appendAudit(tx, ctx, {
      action: "finding.raised",
      objectType: "finding",
      objectId: findingId,
      payload: { number, model, version, title, severity, blocks, ownerUserId, dueOn },
    });
    await reevaluatePromotions(tx, ctx, { modelId: input.modelId, versionId });
    return { number, findingId };
  });
}

/** The model and version it is about, which the promotion and thread must belong to; a promotion names its version. */
async function readSubject(tx: Tx, ctx: UserContext, input: Input) {
  const [model] = await tx
    .select({ name: models.name })
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, input.modelId)));
  if (!model) throw notFound(`Model ${input.modelId}`);
  let versionId = input.versionId;
  const promotion = input.promotionId === null ? null : await readPromotion(tx, ctx, input.promotionId);
  if (promotion) {
    if (promotion.modelId !== input.modelId) throw invalidInput("promotionId", "is of another model");
    versionId ??= promotion.versionId;
  } else if (input.gateId !== null || input.threadId !== null) {
    throw invalidInput("promotionId", "is missing: a gate or thread belongs to a promotion");
  }
  if (input.threadId !== null) await assertThread(tx, ctx, input.threadId, input.promotionId);
  await assertPlace(tx, ctx, { ...input, promotion });
  if (versionId === null) return { model: model.name, version: null, versionId };
  const [version] = await tx
    .select({ version: modelVersions.version, modelId: modelVersions.modelId })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)));
  if (!version) throw notFound(`Model version ${versionId}`);
  if (version.modelId !== input.modelId) throw invalidInput("versionId", "is of another model");
  return { model: model.name, version: version.version, versionId };
}

async function readPromotion(tx: Tx, ctx: UserContext, id: string) {
  const { number, modelId, versionId } = promotions;
  const [promotion] = await tx
    .select({ id: promotions.id, number, modelId, versionId })
    .from(promotions)
    .where(and(eq(promotions.projectId, ctx.projectId), eq(promotions.id, id)));
  if (!promotion) throw notFound("The promotion of this finding");
  return promotion;
}

async function assertThread(tx: Tx, ctx: UserContext, threadId: string, promotionId: string | null): Promise<void> {
  const [thread] = await tx
    .select({ promotionId: comments.promotionId })
    .from(comments)
    .where(and(eq(comments.projectId, ctx.projectId), eq(comments.id, threadId), eq(comments.threadId, threadId)));
  if (thread?.promotionId !== promotionId) throw notFound("The thread of this finding");
}
