import "server-only";
import type { Tx } from "@/db/client";
import type { PromotionState } from "@/db/enums";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { type Judged, judgePromotion } from "../judge-promotion";
import { auditName, type LoadedPromotion, lockPromotion, updatePromotion } from "../load-promotion";
import { nextState, restingState } from "../promotion-state";
import { type EvaluatePromotionInput, evaluatePromotionInput } from "../schemas";
import { settleApproved } from "../settle-approved";
import { insertConflicts, insertEvaluation, voidApprovals } from "../store-evaluation";

export type Evaluated = { number: number; state: PromotionState; subjectDigest: string; changed: string[] };
const day = 86_400_000;

/**
 * Evaluates the gates of a promotion on current facts and settles where it rests: blocked, waiting for approval, or where an
 * objection holds it. Approvals of another subject become stale. PRECONDITION_FAILED when no policy applies.
 */
export async function evaluatePromotion(ctx: Context, raw: EvaluatePromotionInput): Promise<Evaluated> {
  authorize(ctx, "promotion.evaluate");
  const input = evaluatePromotionInput.parse(raw);
  return withTransaction(ctx, async (tx) => evaluateLocked(tx, ctx, await lockPromotion(tx, ctx, input)));
}

/** The write of `evaluatePromotion` on a promotion that the caller has locked. */
export async function evaluateLocked(tx: Tx, ctx: Context, loaded: LoadedPromotion): Promise<Evaluated> {
  const { promotion } = loaded;
  const judged = await judgePromotion(ctx, tx, loaded);
  const { present, rule } = judged;
  if (promotion.state !== "evaluating") {
    const begun = nextState(promotion.state, "evaluate", judged.facts);
    if (!begun.ok) throw conflict(begun.reason);
  }
  const changed = await voidApprovals(tx, ctx, judged);
  await insertConflicts(tx, ctx, judged);
  const evaluation = await insertEvaluation(tx, ctx, judged);
  const state = settle(judged);
  await updatePromotion(tx, ctx, promotion, {
    state,
    evaluation,
    subject: present.subject,
    subjectDigest: present.digest,
    policyVersionId: present.policy.policyVersionId,
    baselineVersionId: present.evidence.live?.versionId ?? null,
    evaluatedAt: ctx.now(),
    approvedAt: state === "approved" ? judged.tally.completedAt : null,
    expiresAt: new Date(promotion.requestedAt.getTime() + rule.expiresAfterDays * day),
  });
  await recordEvaluation(tx, ctx, judged, evaluation, state);
  if (state === "approved" && promotion.state !== "approved") await settleApproved(tx, ctx, judged);
  return { number: promotion.number, state, subjectDigest: present.digest, changed };
}

/** The tally was taken on the present subject, so the only thing the evaluation adds is that the subject is fresh now. */
const settle = ({ facts }: Judged): PromotionState => restingState({ ...facts, subjectFresh: true });

async function recordEvaluation(
  tx: Tx,
  ctx: Context,
  { loaded, present }: Judged,
  evaluation: number,
  state: PromotionState,
) {
  await appendAudit(tx, ctx, {
    action: "promotion.evaluated",
    objectType: "promotion",
    objectId: loaded.promotion.id,
    objectDigest: present.digest,
    payload: {
      ...auditName(loaded),
      evaluation,
      evidenceDigest: canonicalDigest(present.evidence),
      resultsDigest: canonicalDigest(present.evaluation),
      outcomes: present.evaluation.counts,
      failing: present.evaluation.results
        .filter((r) => present.evaluation.blocking.includes(r.gateId))
        .map((r) => r.title),
      state,
    },
  });
}
