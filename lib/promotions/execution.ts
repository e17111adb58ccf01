import "server-only";
import { and, eq, inArray, lt, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { PromotionState } from "@/db/enums";
import { modelVersions, promotionExecutions, promotions, targets } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type Context, sqlState } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { actorFacts, availability } from "./available-actions";
import { type Judged, judgePromotion, promotionFacts } from "./judge-promotion";
import { auditName, type LoadedPromotion, lockPromotion, updatePromotion } from "./load-promotion";
import { nextState, transitions } from "./promotion-state";
import { refusal } from "./refusal";
import { rolloutPlanSchema } from "./rollout-plan";

export type ApprovedPromotion = Judged & { plan: ReturnType<typeof rolloutPlanSchema.parse> };

type How = {
  event: "execute" | "break_glass";
  /** Digest of the subject on the screen; null = nobody looks, what is there now is judged. */
  shownDigest?: string | null;
};

/**
 * Locks a promotion that may be carried out now: everything is judged again from current facts, so an approver who lost the
 * role, a subject that moved or a cooling-off time that runs refuses it. Throws NOT_FOUND, CONFLICT, PRECONDITION_FAILED.
 */
export async function lockExecutablePromotion(
  tx: Tx,
  ctx: Context,
  by: { number: number } | { id: string },
  { event, shownDigest = null }: How = { event: "execute" },
): Promise<ApprovedPromotion> {
  const loaded = await lockPromotion(tx, ctx, by);
  // What is live is part of what was approved: the target may not move between judging and carrying out.
  await tx
    .select({ id: targets.id })
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.id, loaded.promotion.targetId)))
    .for("update");
  const judged = await judgePromotion(ctx, tx, loaded);
  const available = availability(promotionFacts(judged, shownDigest, ctx.now()), actorFacts(ctx.actor), event);
  if (!available.allowed) throw refusal(available, { action: event });
  if (shownDigest !== null && shownDigest !== judged.present.digest)
    throw conflict("It changed since it was shown to you. Reload and look at what changed first.");
  if (judged.present.subject.version.digest !== loaded.version.digest)
    throw preconditionFailed(
      `${loaded.model.name} ${loaded.version.version} is no longer what its digest says: its run changed after it was registered. Register the run again and promote that version.`,
    );
  const next = nextState(loaded.promotion.state, event, judged.facts);
  if (!next.ok) throw conflict(next.reason);
  return { ...judged, plan: rolloutPlanSchema.parse(loaded.promotion.rolloutPlan) };
}

/** Marks a promotion as carried out by a rollout; its primary key refuses a second time. Older open requests are superseded. */
export async function recordExecution(
  tx: Tx,
  ctx: Context,
  approved: ApprovedPromotion,
  rollout: { rolloutId: string; number: number },
): Promise<void> {
  const { loaded, present } = approved;
  const { promotion } = loaded;
  const at = ctx.now();
  await tx
    .insert(promotionExecutions)
    .values({
      projectId: ctx.projectId,
      promotionId: promotion.id,
      subjectDigest: present.digest,
      rolloutId: rollout.rolloutId,
      executedAt: at,
    })
    .catch((error: unknown) => {
      throw sqlState(error) === "23505" ? conflict(`P-${promotion.number} was carried out already.`) : error;
    });
  await updatePromotion(tx, ctx, promotion, {
    state: "executed",
    closedAt: at,
    closedReason: `Carried out as rollout R-${rollout.number}`,
  });
  await appendAudit(tx, ctx, {
    action: "promotion.executed",
    objectType: "promotion",
    objectId: promotion.id,
    objectDigest: present.digest,
    payload: { ...auditName(loaded), rolloutId: rollout.rolloutId, rollout: rollout.number },
  });
  await supersedeOlder(tx, ctx, loaded);
}

/** Open requests of older versions for the same target lead nowhere any more. */
async function supersedeOlder(tx: Tx, ctx: Context, { promotion, version }: LoadedPromotion): Promise<void> {
  const older = await tx
    .select({ id: promotions.id })
    .from(promotions)
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .where(
      and(
        eq(promotions.projectId, ctx.projectId),
        eq(promotions.targetId, promotion.targetId),
        ne(promotions.id, promotion.id),
        lt(modelVersions.version, version.version),
        inArray(
          promotions.state,
          transitions.supersede.from.filter((state: PromotionState) => state !== "rejected"),
        ),
      ),
    );
  for (const { id } of older) {
    const found = await lockPromotion(tx, ctx, { id });
    const from = found.promotion.state;
    if (!transitions.supersede.from.some((state) => state === from)) continue;
    await updatePromotion(tx, ctx, found.promotion, {
      state: "superseded",
      closedAt: ctx.now(),
      closedReason: `P-${promotion.number} brought a newer version`,
    });
    await appendAudit(tx, ctx, {
      action: "promotion.superseded",
      objectType: "promotion",
      objectId: id,
      payload: { ...auditName(found), from, by: promotion.number },
    });
  }
}
