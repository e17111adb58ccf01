import "server-only";
import type { Tx } from "@/db/client";
import type { PolicyDecisionKind } from "@/db/enums";
import { policyDecisions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest, contentDigest } from "@/lib/audit/canonical-json";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { conflict, DomainError, forbidden, preconditionFailed } from "@/lib/errors";
import { draftRefusals } from "./draft-rules";
import { type JudgedDraft, judgeDraft, proposalOf } from "./judge-draft";
import { findDraft, lockDraft, lockPolicies } from "./load-draft";
import { type PolicyProposal, proposalStatement } from "./proposal";

export type Decided = JudgedDraft & { proposal: PolicyProposal; digest: string };

/**
 * Runs a decision on a proposal under the project's policy lock: judges it as it is now, refuses what is not allowed, and
 * anything but the digest that was shown. Refusals are on record.
 */
export async function decideOnDraft<T>(
  ctx: UserContext,
  kind: PolicyDecisionKind,
  shown: { number: number; subjectDigest: string },
  write: (tx: Tx, decided: Decided) => Promise<T>,
): Promise<T> {
  try {
    return await withTransaction(ctx, async (tx) => {
      await lockPolicies(tx, ctx);
      const judged = await judgeDraft(ctx, await lockDraft(tx, ctx, shown.number), tx);
      const { draft } = judged;
      const [refused] = draftRefusals(judged.facts, ctx.actor)[kind];
      if (refused)
        throw judged.facts.editors.has(ctx.actor.personId) ? forbidden(refused) : preconditionFailed(refused);
      // A rejection concerns what was proposed; a publication what would be published now.
      const proposed = draft.subject as PolicyProposal | null;
      const proposal = kind === "approve" ? proposalOf(judged, draft.reason ?? "", proposed?.backtestDigest) : proposed;
      const digest = proposal && canonicalDigest(proposal);
      if (!proposal || digest === null || digest !== draft.subjectDigest || digest !== shown.subjectDigest)
        throw conflict(
          `Draft D-${draft.number} changed since it was shown to you. Look at what changed, then decide again.`,
        );
      return write(tx, { ...judged, proposal, digest });
    });
  } catch (error) {
    if (error instanceof DomainError && error.code !== "NOT_FOUND") await recordRefusal(ctx, kind, shown.number, error);
    throw error;
  }
}

async function recordRefusal(ctx: UserContext, kind: PolicyDecisionKind, number: number, error: DomainError) {
  const draft = await findDraft(ctx, number).catch(() => null);
  if (!draft) return;
  await withTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "policy.decision_refused",
      objectType: "policy_draft",
      objectId: draft.id,
      payload: { policy: draft.name, draft: number, kind, cause: error.message },
    }),
  );
}

/** Stores the signed decision; answers its digest. What the database refuses is told as what it means. */
export async function insertPolicyDecision(
  tx: Tx,
  ctx: UserContext,
  { draft, proposal, digest }: Decided,
  kind: PolicyDecisionKind,
  comment: string,
): Promise<string> {
  const { actor } = ctx;
  const at = ctx.now();
  const signature = {
    printedName: actor.name,
    role: "risk_officer",
    groupName: actor.groupName,
    meaning:
      kind === "reject" ? "rejection" : proposal.retires ? "approval and retirement" : "approval and publication",
    statement: proposalStatement(kind, proposal),
    subjectDigest: digest,
    signedAt: at.toISOString(),
    authTime: actor.authTime.toISOString(),
    authMethod: actor.authMethod,
    sessionDigest: contentDigest(actor.sessionId),
  };
  await tx
    .insert(policyDecisions)
    .values({
      projectId: ctx.projectId,
      id: ctx.newId(),
      draftId: draft.id,
      kind,
      personId: actor.personId,
      userId: actor.userId,
      comment,
      subjectDigest: digest,
      signature,
      decidedAt: at,
    })
    .catch((error: unknown) => {
      if (sqlState(error) === "CS001") throw forbidden("You wrote in this draft; somebody who did not has to decide.");
      throw error;
    });
  return canonicalDigest(signature);
}
