import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { DecisionKind } from "@/db/enums";
import { promotionEvaluations } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type UserContext, withTransaction } from "@/lib/context";
import { DomainError, forbidden } from "@/lib/errors";
import { type Availability, actorFacts, availability, type PromotionAction } from "./available-actions";
import { evaluatePromotion } from "./commands/evaluate-promotion";
import type { Delegated } from "./delegation";
import { listMyDelegations } from "./delegations-query";
import { type Judged, judgePromotion, promotionFacts } from "./judge-promotion";
import { auditName, findPromotion, lockPromotion } from "./load-promotion";
import { refusal } from "./refusal";
import { diffSubjects, type Subject, type SubjectChange } from "./subject";

type Shown = { number: number; subjectDigest: string; delegationId?: string | null };

/**
 * Runs a decision under the promotion's lock: judges everything as it is now, refuses what is not available, and tells a person
 * whose screen showed another subject what changed. Refusals are on record; a moved subject is evaluated again.
 */
export async function decide<T>(
  ctx: UserContext,
  kind: DecisionKind,
  shown: Shown,
  write: (tx: Tx, judged: Judged, delegated: Delegated | null) => Promise<T>,
): Promise<T> {
  try {
    return await withTransaction(ctx, async (tx) => {
      const loaded = await lockPromotion(tx, ctx, shown);
      const judged = await judgePromotion(ctx, tx, loaded);
      const delegated = await chooseDelegation(tx, ctx, shown.delegationId ?? null);
      const facts = promotionFacts(judged, shown.subjectDigest, ctx.now());
      const available = availability(facts, actorFacts(ctx.actor), kind, delegated);
      if (!available.allowed || shown.subjectDigest !== judged.present.digest) {
        throw await refuse(tx, ctx, judged, kind, shown, available);
      }
      return write(tx, judged, delegated);
    });
  } catch (error) {
    if (error instanceof DomainError && error.code !== "NOT_FOUND") await afterRefusal(ctx, kind, shown, error);
    throw error;
  }
}

/** The delegation a person says they decide by; it has to be theirs and in force. */
async function chooseDelegation(tx: Tx, ctx: UserContext, delegationId: string | null): Promise<Delegated | null> {
  if (delegationId === null) return null;
  const mine = await listMyDelegations(ctx, tx);
  const found = mine.find((one) => one.id === delegationId);
  if (!found) throw forbidden("That delegation is not in force, or not to you; decide in your own name.");
  return found;
}

async function refuse(
  tx: Tx,
  ctx: UserContext,
  judged: Judged,
  action: PromotionAction,
  shown: Shown,
  available: Availability,
): Promise<DomainError> {
  const changes = await changesSince(tx, ctx, judged, shown.subjectDigest);
  const moved = shown.subjectDigest !== judged.present.digest;
  const stale = {
    code: "stale",
    text: "It changed since it was shown to you. Look at what changed, then decide again.",
  } as const;
  const reasons = available.reasons.filter((reason) => reason.code !== "stale");
  return refusal(
    { allowed: false, reasons: moved || !judged.facts.subjectFresh ? [...reasons, stale] : available.reasons },
    { action, changes },
  );
}

/** What moved between the subject a person was shown and the present one, field by field; null when theirs was never stored. */
async function changesSince(
  tx: Tx,
  ctx: UserContext,
  { loaded, present }: Judged,
  shownDigest: string,
): Promise<SubjectChange[] | null> {
  if (shownDigest === present.digest) return [];
  const [stored] = await tx
    .select({ subject: promotionEvaluations.subject })
    .from(promotionEvaluations)
    .where(
      and(
        eq(promotionEvaluations.projectId, ctx.projectId),
        eq(promotionEvaluations.promotionId, loaded.promotion.id),
        eq(promotionEvaluations.subjectDigest, shownDigest),
      ),
    )
    .orderBy(desc(promotionEvaluations.evaluation))
    .limit(1);
  return stored ? diffSubjects(stored.subject as Subject, present.subject) : null;
}

/** The refused transaction is gone; what is kept of it is the refusal and, when the subject moved, a new evaluation. */
async function afterRefusal(
  ctx: UserContext,
  kind: DecisionKind,
  { number }: Shown,
  error: DomainError,
): Promise<void> {
  const loaded = await findPromotion(ctx, number);
  if (!loaded) return;
  await withTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "promotion.decision_refused",
      objectType: "promotion",
      objectId: loaded.promotion.id,
      payload: { ...auditName(loaded), kind, cause: error.message },
    }),
  );
  const details = error.extra.details as { changes?: unknown } | undefined;
  const moved = details?.changes !== undefined && !(Array.isArray(details.changes) && details.changes.length === 0);
  if (moved)
    await evaluatePromotion({ ...ctx, actor: { kind: "system", job: "evaluate-promotion" } }, { number }).catch(
      () => {},
    );
}
