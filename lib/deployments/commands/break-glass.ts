import "server-only";
import { breakGlassUses } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest, contentDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { assertSigner } from "@/lib/auth/fresh-sign-in";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { DomainError, forbidden } from "@/lib/errors";
import { bypassedBy, reviewHours } from "@/lib/promotions/emergency";
import { breakGlassSignature } from "@/lib/promotions/emergency-signature";
import { lockExecutablePromotion, recordExecution } from "@/lib/promotions/execution";
import { promotionFacts } from "@/lib/promotions/judge-promotion";
import { auditName, findPromotion } from "@/lib/promotions/load-promotion";
import { type BreakGlassInput, breakGlassInput } from "@/lib/promotions/schemas";
import { insertConflicts } from "@/lib/promotions/store-evaluation";
import { createRollout } from "../create-rollout";
import { lockTarget } from "../lock-rollout";

export type BrokenGlass = { promotion: number; rollout: number; reviewDueAt: Date };
const hour = 3_600_000;

/**
 * Carries a promotion out without its quorum, in an emergency: once, with a reason and an incident, signed by somebody who did
 * not contribute. Gates stay what they are and are named. A second person reviews it within a day, or an alarm is raised.
 */
export async function breakGlass(ctx: UserContext, raw: BreakGlassInput): Promise<BrokenGlass> {
  authorize(ctx, "promotion.break_glass");
  const input = breakGlassInput.parse(raw);
  try {
    return await withTransaction(ctx, (tx) => carryOut(tx, ctx, input));
  } catch (error) {
    if (error instanceof DomainError && error.code !== "NOT_FOUND")
      await recordRefusal(ctx, input.number, error.message);
    throw error;
  }
}

type Parsed = ReturnType<typeof breakGlassInput.parse>;

async function carryOut(
  tx: Parameters<typeof createRollout>[0],
  ctx: UserContext,
  input: Parsed,
): Promise<BrokenGlass> {
  const judged = await lockExecutablePromotion(tx, ctx, input, {
    event: "break_glass",
    shownDigest: input.subjectDigest,
  });
  assertSigner(ctx, input.signer);
  const { promotion, version } = judged.loaded;
  await insertConflicts(tx, ctx, judged);
  const target = await lockTarget(tx, ctx, { id: promotion.targetId });
  const rollout = await createRollout(tx, ctx, {
    target,
    kind: "forward",
    toVersionId: version.id,
    plan: judged.plan,
    promotion: { id: promotion.id, number: promotion.number },
    parentRolloutId: null,
    releaseHold: false,
    cause: `Emergency ${input.incident}: ${input.reason}`,
  });
  await recordExecution(tx, ctx, judged, rollout);
  const at = ctx.now();
  const reviewDueAt = new Date(at.getTime() + reviewHours * hour);
  const signer = { ...ctx.actor, sessionDigest: contentDigest(ctx.actor.sessionId) };
  const signature = breakGlassSignature(auditName(judged.loaded), ctx.actor.roles, signer, judged.present.digest, at);
  const bypassed = bypassedBy(promotionFacts(judged, null, at));
  await tx
    .insert(breakGlassUses)
    .values({
      projectId: ctx.projectId,
      promotionId: promotion.id,
      rolloutId: rollout.rolloutId,
      usedBy: ctx.actor.userId,
      personId: ctx.actor.personId,
      reason: input.reason,
      incident: input.incident,
      bypassed,
      subjectDigest: judged.present.digest,
      signature,
      usedAt: at,
      reviewDueAt,
    })
    .catch((error: unknown) => {
      throw sqlState(error) === "CS001" ? forbidden("You may not break the glass for what you contributed to.") : error;
    });
  await appendAudit(tx, ctx, {
    action: "promotion.break_glass_used",
    objectType: "promotion",
    objectId: promotion.id,
    objectDigest: judged.present.digest,
    reason: input.reason,
    payload: {
      ...auditName(judged.loaded),
      rolloutId: rollout.rolloutId,
      rollout: rollout.number,
      incident: input.incident,
      bypassed,
      reviewDueAt: reviewDueAt.toISOString(),
      signatureDigest: canonicalDigest(signature),
    },
  });
  return { promotion: promotion.number, rollout: rollout.number, reviewDueAt };
}

async function recordRefusal(ctx: UserContext, number: number, cause: string): Promise<void> {
  const found = await findPromotion(ctx, number);
  if (!found) return;
  await withTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "promotion.break_glass_refused",
      objectType: "promotion",
      objectId: found.promotion.id,
      payload: { ...auditName(found), cause },
    }),
  );
}
