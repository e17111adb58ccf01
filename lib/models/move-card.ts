import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { type UserContext, withTransaction } from "@/lib/context";
import { cardName, lockCard } from "./load-card";
import { insertReview, setStatus, stepOrRefuse } from "./write-card";

const moves = {
  send_back: { kind: "sent_back", action: "card.sent_back" },
  archive: { kind: "archived", action: "card.archived" },
} as const;

type Move = { versionId: string; seenRevision: number; act: keyof typeof moves; reason: string };

/** Takes a card where an act leads that needs a reason, kept with the card and in the log. The caller has authorized and parsed. */
export async function moveCard(ctx: UserContext, { act, reason, ...seen }: Move): Promise<{ revision: number }> {
  const { kind, action } = moves[act];
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, seen);
    const status = stepOrRefuse(loaded, act);
    await setStatus(tx, ctx, loaded, { status });
    await insertReview(tx, ctx, loaded, kind, { comment: reason });
    await appendAudit(tx, ctx, {
      action,
      objectType: "version",
      objectId: loaded.version.id,
      reason,
      payload: { ...cardName(loaded), revision: seen.seenRevision },
    });
    return { revision: seen.seenRevision };
  });
}
