import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { members, users, waivers } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { conflict, forbidden, invalidInput } from "@/lib/errors";
import { gateSchema } from "@/lib/governance/gates/gate";
import { actorFacts, availability } from "../available-actions";
import { type Judged, judgePromotion, promotionFacts, waiverFacts } from "../judge-promotion";
import { auditName, lockPromotion } from "../load-promotion";
import { isClosed } from "../promotion-state";
import { refusal } from "../refusal";
import { type WaiveGateInput, waiveGateInput } from "../schemas";
import { insertConflicts } from "../store-evaluation";
import { maxWaiverDays, type WaivableGate, waiverLimit } from "../waiver";
import { evaluateLocked } from "./evaluate-promotion";

export type Waived = { waiverId: string; number: number; expiresAt: Date };
const day = 86_400_000;

/**
 * Lets a version go by one gate in one environment for a time, by a risk officer who did not contribute, with an owner and a
 * compensating control. What was approved before is void, since the subject changed. For a version in service it renews a
 * waiver that has ended.
 */
export async function waiveGate(ctx: UserContext, raw: WaiveGateInput): Promise<Waived> {
  authorize(ctx, "promotion.waive");
  const input = waiveGateInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockPromotion(tx, ctx, input);
    const judged = await judgePromotion(ctx, tx, loaded, isClosed(loaded.promotion.state) ? "show" : "decide");
    const allowed = availability(promotionFacts(judged, null, ctx.now()), actorFacts(ctx.actor), "waive");
    if (!allowed.allowed) throw refusal(allowed, { action: "waive" });
    const gate = chooseGate(judged, input.gateId);
    const { promotion, model } = loaded;
    if (input.days > maxWaiverDays[model.riskTier])
      throw invalidInput("days", `a waiver holds for at most ${waiverLimit(model.riskTier)}`);
    const owner = await readOwner(tx, ctx, input.ownerUserId);
    await insertConflicts(tx, ctx, judged);
    const waiverId = ctx.newId();
    const expiresAt = new Date(ctx.now().getTime() + input.days * day);
    await tx
      .insert(waivers)
      .values({
        projectId: ctx.projectId,
        id: waiverId,
        promotionId: promotion.id,
        versionId: promotion.versionId,
        environment: promotion.environment,
        gateId: gate.gateId,
        gate: gate.definition,
        waivedOutcome: gate.outcome,
        ownerUserId: owner.userId,
        compensatingControl: input.compensatingControl,
        reason: input.reason,
        grantedBy: ctx.actor.userId,
        grantedByPersonId: ctx.actor.personId,
        grantedAt: ctx.now(),
        expiresAt,
      })
      .catch((error: unknown) => {
        throw sqlState(error) === "CS001" ? forbidden("You may not waive a gate: you contributed to it.") : error;
      });
    await appendAudit(tx, ctx, {
      action: "waiver.granted",
      objectType: "promotion",
      objectId: promotion.id,
      reason: input.reason,
      payload: {
        ...auditName(loaded),
        waiverId,
        gateId: gate.gateId,
        gate: gate.title,
        waivedOutcome: gate.outcome,
        owner: owner.name,
        compensatingControl: input.compensatingControl,
        expiresAt: expiresAt.toISOString(),
      },
    });
    if (!isClosed(promotion.state)) await evaluateLocked(tx, ctx, loaded);
    return { waiverId, number: promotion.number, expiresAt };
  });
}

/** The gate that was named, with its definition; of a version in service, as it was waived before. */
function chooseGate(judged: Judged, gateId: string): WaivableGate & { definition: unknown } {
  const { waivable, fixed } = waiverFacts(judged);
  const gate = waivable.find((one) => one.gateId === gateId);
  const defined = judged.present.policy.policy.gates.find((one) => one.id === gateId);
  if (!gate) {
    if (defined && fixed.includes(defined.title))
      throw invalidInput("gateId", `the policy does not allow a waiver of ${defined.title}`);
    throw defined
      ? conflict(`${defined.title} passes or is waived already; there is nothing to waive.`)
      : invalidInput("gateId", "this promotion has no such gate; choose one of those that do not pass");
  }
  const waivedBefore = judged.waivers.findLast((waiver) => waiver.gateId === gateId)?.gate;
  const definition = isClosed(judged.loaded.promotion.state) ? waivedBefore : defined;
  return { ...gate, definition: gateSchema.parse(definition) };
}

/** Who answers for it: a member with a working account. */
async function readOwner(tx: Tx, ctx: UserContext, userId: string): Promise<{ userId: string; name: string }> {
  const [owner] = await tx
    .select({ userId: users.id, name: users.name })
    .from(users)
    .innerJoin(members, and(eq(members.userId, users.id), eq(members.projectId, ctx.projectId)))
    .where(and(eq(users.id, userId), isNull(users.disabledAt)))
    .limit(1);
  if (!owner) throw invalidInput("ownerUserId", "this person is no member with a working account; choose another");
  return owner;
}
