import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { DecisionKind, Role } from "@/db/enums";
import { type PromotionDecisionRow, promotionDecisions } from "@/db/schema";
import type { PasskeyAssertion } from "@/db/schema/promotions";
import { canonicalDigest, contentDigest } from "@/lib/audit/canonical-json";
import { sqlState, type UserContext } from "@/lib/context";
import { conflict, forbidden } from "@/lib/errors";
import type { Delegated } from "./delegation";
import type { Judged } from "./judge-promotion";
import { auditName } from "./load-promotion";
import { signatureOf, signingRole } from "./signature";

export type StoredDecision = { row: PromotionDecisionRow; role: Role; signatureDigest: string };

/** Stores a signed decision on the present subject. What the database refuses is told as what it means. */
export async function insertDecision(
  tx: Tx,
  ctx: UserContext,
  judged: Judged,
  kind: DecisionKind,
  comment: string,
  { delegated = null, assertion = null }: { delegated?: Delegated | null; assertion?: PasskeyAssertion | null } = {},
): Promise<StoredDecision> {
  const { loaded, present, rule, tally } = judged;
  const { actor } = ctx;
  const role = delegated ? delegated.role : signingRole(actor.roles, rule, tally);
  if (!role) throw forbidden("None of your roles may decide on a promotion.");
  const at = ctx.now();
  const signer = { ...actor, sessionDigest: contentDigest(actor.sessionId) };
  const signature = signatureOf(kind, auditName(loaded), role, signer, present.digest, at, delegated);
  const [row] = await tx
    .insert(promotionDecisions)
    .values({
      projectId: ctx.projectId,
      id: ctx.newId(),
      promotionId: loaded.promotion.id,
      kind,
      state: "valid",
      personId: actor.personId,
      userId: actor.userId,
      comment,
      subjectDigest: present.digest,
      signature,
      onBehalfOfPersonId: delegated?.delegator.personId ?? null,
      delegationId: delegated?.id ?? null,
      assertion,
      decidedAt: at,
    })
    .returning()
    .catch((error: unknown) => {
      throw refusedByDatabase(error) ?? error;
    });
  if (!row) throw new Error("the decision was not stored");
  return { row, role, signatureDigest: canonicalDigest(signature) };
}

/**
 * Ends the actor's own approvals that do not count any more, so that a new one can take their place: one that came out of turn, or
 * was signed in a role that the person no longer holds.
 */
export async function endOwnVoidApprovals(tx: Tx, ctx: UserContext, { tally }: Judged): Promise<void> {
  const own = tally.void.filter(
    ({ decision }) => decision.personId === ctx.actor.personId && decision.state === "valid",
  );
  if (own.length === 0) return;
  const ids = own.map(({ decision }) => decision.id);
  await tx
    .update(promotionDecisions)
    .set({ state: "stale" })
    .where(and(eq(promotionDecisions.projectId, ctx.projectId), inArray(promotionDecisions.id, ids)));
}

function refusedByDatabase(error: unknown): Error | null {
  switch (sqlState(error)) {
    case "CS001":
      return forbidden("You may not approve: you contributed to what is approved. Somebody who did not has to.");
    case "CS005":
      return forbidden("That delegation is not in force; decide in your own name.");
    case "23505":
      return conflict("You have decided on this promotion already; reload the page to see your decision.");
    default:
      return null;
  }
}

/** Ends a person's standing decisions, e.g. their approval when they now reject; ended decisions stay on record. */
export async function endOwnDecisions(tx: Tx, ctx: UserContext, judged: Judged, why: string): Promise<void> {
  await tx
    .update(promotionDecisions)
    .set({ state: "cleared", endedAt: ctx.now(), endedReason: why, endedBy: ctx.actor.userId })
    .where(
      and(
        eq(promotionDecisions.projectId, ctx.projectId),
        eq(promotionDecisions.promotionId, judged.loaded.promotion.id),
        eq(promotionDecisions.personId, ctx.actor.personId),
        eq(promotionDecisions.state, "valid"),
      ),
    );
}
