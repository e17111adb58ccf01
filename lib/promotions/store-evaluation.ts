import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { promotionConflicts, promotionDecisions, promotionEvaluations } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context, UserContext } from "@/lib/context";
import { formatList } from "@/lib/format";
import { delegatedTo } from "./conflict-set";
import type { Delegated } from "./delegation";
import type { Judged } from "./judge-promotion";
import { auditName } from "./load-promotion";
import { changedParts, diffSubjects, type Subject } from "./subject";

/** Stores what the gates read and said, byte for byte replayable, and returns its number. */
export async function insertEvaluation(tx: Tx, ctx: Context, { loaded, present }: Judged): Promise<number> {
  const { promotion } = loaded;
  const evaluation = promotion.evaluation + 1;
  await tx.insert(promotionEvaluations).values({
    projectId: ctx.projectId,
    promotionId: promotion.id,
    evaluation,
    evidence: present.evidence,
    evidenceDigest: canonicalDigest(present.evidence),
    results: present.evaluation,
    resultsDigest: canonicalDigest(present.evaluation),
    policyVersionId: present.policy.policyVersionId,
    subject: present.subject,
    subjectDigest: present.digest,
    evaluatedAt: ctx.now(),
  });
  return evaluation;
}

/** Writes down who may not approve; nobody is ever taken off the list. */
export async function insertConflicts(tx: Tx, ctx: Context, { loaded, conflicts }: Judged): Promise<void> {
  const rows = conflicts.flatMap(({ personId, reasons, contributed }) =>
    reasons.map((reason) => ({
      source: contributed ? ("contribution" as const) : ("delegation" as const),
      projectId: ctx.projectId,
      promotionId: loaded.promotion.id,
      personId,
      reason,
      addedAt: ctx.now(),
    })),
  );
  if (rows.length > 0) await tx.insert(promotionConflicts).values(rows).onConflictDoNothing();
}

/** Writes down that somebody had a colleague decide for them here; they may no longer decide themselves. */
export async function insertDelegator(
  tx: Tx,
  ctx: UserContext,
  { loaded }: Judged,
  { delegator }: Delegated,
): Promise<void> {
  await tx
    .insert(promotionConflicts)
    .values({
      projectId: ctx.projectId,
      promotionId: loaded.promotion.id,
      personId: delegator.personId,
      reason: delegatedTo(ctx.actor.name),
      source: "delegation",
      addedAt: ctx.now(),
    })
    .onConflictDoNothing();
}

/** Voids approvals of another subject, or of people who have since joined the conflict set; they stay on record with why. */
export async function voidApprovals(tx: Tx, ctx: Context, judged: Judged): Promise<string[]> {
  const { loaded, present, decisions, tally } = judged;
  const { promotion } = loaded;
  const changes = promotion.subject === null ? [] : diffSubjects(promotion.subject as Subject, present.subject);
  const changed = changedParts(changes);
  const lost = decisions.filter(
    (d) => d.kind === "approve" && d.state === "valid" && tally.void.some((v) => v.decision.id === d.id),
  );
  for (const decision of lost) {
    const isStale = decision.subjectDigest !== present.digest;
    const reason =
      isStale && changed.length > 0
        ? `${formatList(changed)} changed.`
        : (tally.void.find((v) => v.decision.id === decision.id)?.reason ?? "");
    await tx
      .update(promotionDecisions)
      .set({ state: "stale", endedAt: ctx.now(), endedReason: reason })
      .where(and(eq(promotionDecisions.projectId, ctx.projectId), eq(promotionDecisions.id, decision.id)));
  }
  if (promotion.subjectDigest !== null && (changed.length > 0 || lost.length > 0)) {
    await appendAudit(tx, ctx, {
      action: "promotion.became_stale",
      objectType: "promotion",
      objectId: promotion.id,
      objectDigest: present.digest,
      payload: {
        ...auditName(loaded),
        from: promotion.subjectDigest,
        to: present.digest,
        changed: changed.length > 0 ? changed : ["the standing of those who approved"],
        decisions: lost.length,
      },
    });
  }
  return changed;
}
