import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { modelConsumers } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { reevaluatePromotions } from "@/lib/governance/reevaluate-promotions";
import { assertOwner } from "@/lib/models/commands/create-model";
import { getModel } from "@/lib/models/queries";
import { type RegisterConsumerInput, registerConsumerInput } from "../consumer";

/**
 * Registers who calls a model and the schema they were built against; open promotions of the model are evaluated again. Replacing
 * a registration retires it, which may loosen what the model is held to, and so takes the right to retire.
 */
export async function registerConsumer(ctx: UserContext, raw: RegisterConsumerInput): Promise<{ consumerId: string }> {
  authorize(ctx, "consumer.register");
  const input = registerConsumerInput.parse(raw);
  if (input.replaces !== null) authorize(ctx, "consumer.retire");
  return withTransaction(ctx, async (tx) => {
    const model = await getModel(ctx, input.modelId, tx);
    await assertOwner(tx, ctx.projectId, input.ownerUserId);
    if (input.replaces !== null) await retireReplaced(tx, ctx, input, input.replaces);
    const consumerId = await insert(tx, ctx, input);
    await appendAudit(tx, ctx, {
      action: "consumer.registered",
      objectType: "model",
      objectId: model.id,
      payload: {
        model: model.name,
        consumer: input.name,
        schemaDigest: canonicalDigest(input.schema),
        sends: input.schema.inputs.length,
        expects: input.schema.outputs.length,
        replaces: input.replaces,
      },
    });
    await reevaluatePromotions(tx, ctx, { modelId: model.id });
    return { consumerId };
  });
}

type Parsed = z.output<typeof registerConsumerInput>;

async function retireReplaced(tx: Tx, ctx: UserContext, input: Parsed, id: string): Promise<void> {
  const retired = await tx
    .update(modelConsumers)
    .set({
      retiredAt: ctx.now(),
      retiredBy: ctx.actor.userId,
      retiredReason: "Replaced by another schema",
    })
    .where(
      and(
        eq(modelConsumers.projectId, ctx.projectId),
        eq(modelConsumers.id, id),
        eq(modelConsumers.modelId, input.modelId),
        isNull(modelConsumers.retiredAt),
      ),
    )
    .returning({ id: modelConsumers.id });
  if (retired.length === 0)
    throw conflict(
      `${input.name} was retired or replaced meanwhile. Nothing was saved; reload to see what stands now.`,
    );
}

async function insert(tx: Tx, ctx: UserContext, input: Parsed): Promise<string> {
  const { modelId, name, description, ownerUserId, schema } = input;
  const [row] = await tx
    .insert(modelConsumers)
    .values({
      projectId: ctx.projectId,
      id: ctx.newId(),
      modelId,
      name,
      description,
      ownerUserId,
      schema,
      schemaDigest: canonicalDigest(schema),
      registeredBy: ctx.actor.userId,
      registeredAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ id: modelConsumers.id });
  if (!row)
    throw conflict(`${name} is registered already; pin another schema for it, or choose another name.`, { name });
  return row.id;
}
