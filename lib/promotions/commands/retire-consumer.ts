import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { modelConsumers } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { reevaluatePromotions } from "@/lib/governance/reevaluate-promotions";
import { getModel } from "@/lib/models/queries";
import { type RetireConsumerInput, retireConsumerInput } from "../consumer";

/** Retires a consumer: the model is no longer held to its schema. Whoever asks for promotions cannot do this for themselves. */
export async function retireConsumer(ctx: UserContext, raw: RetireConsumerInput): Promise<{ name: string }> {
  authorize(ctx, "consumer.retire");
  const input = retireConsumerInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select()
      .from(modelConsumers)
      .where(and(eq(modelConsumers.projectId, ctx.projectId), eq(modelConsumers.id, input.consumerId)))
      .for("update");
    if (!found) throw notFound(`Consumer ${input.consumerId}`);
    const retired = await tx
      .update(modelConsumers)
      .set({ retiredAt: ctx.now(), retiredBy: ctx.actor.userId, retiredReason: input.reason })
      .where(
        and(
          eq(modelConsumers.projectId, ctx.projectId),
          eq(modelConsumers.id, found.id),
          isNull(modelConsumers.retiredAt),
        ),
      )
      .returning({ id: modelConsumers.id });
    if (retired.length === 0) throw conflict(`${found.name} is retired already; reload to see what stands now.`);
    const model = await getModel(ctx, found.modelId, tx);
    await appendAudit(tx, ctx, {
      action: "consumer.retired",
      objectType: "model",
      objectId: model.id,
      payload: { model: model.name, consumer: found.name, reason: input.reason },
    });
    await reevaluatePromotions(tx, ctx, { modelId: model.id });
    return { name: found.name };
  });
}
