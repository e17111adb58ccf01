import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { forbidden, preconditionFailed } from "@/lib/errors";
import { cardDigest, signCard } from "../card-signature";
import { reviewObstacles } from "../card-status";
import { cardName, type LoadedCard, listEditorsSinceApproval, lockCard } from "../load-card";
import { approveCardInput } from "../schemas";
import { insertReview, setStatus, stepOrRefuse } from "../write-card";

/** Approves exactly the revision that was shown. Never by anyone who wrote in the card since it was last approved. */
export async function approveCard(ctx: UserContext, raw: unknown): Promise<{ revision: number }> {
  authorize(ctx, "card.approve");
  const input = approveCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    const status = stepOrRefuse(loaded, "approve");
    const editors = await listEditorsSinceApproval(ctx, tx, loaded);
    const { personId } = ctx.actor;
    const [obstacle] = reviewObstacles(loaded.facts, personId, editors, "approve");
    if (obstacle) {
      throw editors.some((editor) => editor.personId === personId) ? forbidden(obstacle) : preconditionFailed(obstacle);
    }
    const signature = signatureFor(ctx, loaded);
    await setStatus(tx, ctx, loaded, {
      status,
      approvedRevision: input.seenRevision,
      approvedPersonId: personId,
    }).catch((error: unknown) => {
      if (sqlState(error) === "CS021")
        throw forbidden("You wrote in this card; somebody who did not has to approve it.");
      throw error;
    });
    await insertReview(tx, ctx, loaded, "approved", { comment: input.comment, signature });
    await appendAudit(tx, ctx, {
      action: "card.approved",
      objectType: "version",
      objectId: loaded.version.id,
      objectDigest: signature.cardDigest,
      reason: input.comment || undefined,
      payload: {
        ...cardName(loaded),
        revision: input.seenRevision,
        role: signature.role,
        signatureDigest: canonicalDigest(signature),
      },
    });
    return { revision: input.seenRevision };
  });
}

function signatureFor(ctx: UserContext, loaded: LoadedCard) {
  const { cardRevision: revision } = loaded.version;
  const digest = cardDigest(revision, loaded.body, loaded.figures);
  const signature = signCard({ ...cardName(loaded), revision, digest }, ctx.actor, ctx.now());
  if (!signature) throw forbidden("None of your roles may approve a model card.");
  return signature;
}
