import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { figureLabel } from "../card-figure";
import { figureViews } from "../card-figures";
import { cardName, lockCard } from "../load-card";
import { seenCardInput } from "../schemas";
import { stepOrRefuse, writeRevision } from "../write-card";

/**
 * Replaces stale figures by what the evidence says now, in a new revision that names each change. PRECONDITION_FAILED when
 * one of them is no longer on record: then its sentence has to be rewritten.
 */
export async function refreshCardFigures(
  ctx: UserContext,
  raw: unknown,
): Promise<{ revision: number; refreshed: number }> {
  authorize(ctx, "card.edit");
  const input = seenCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    stepOrRefuse(loaded, "edit");
    const stale = figureViews(loaded.figures, loaded.evidence).filter(({ state }) => state !== "current");
    const gone = stale.filter(({ now }) => now === null);
    if (gone.length > 0) {
      throw preconditionFailed(
        `No longer on record: ${gone.map(({ reference }) => figureLabel(reference)).join("; ")}. Edit the sentences that use them first.`,
      );
    }
    if (stale.length === 0)
      throw preconditionFailed("Every figure agrees with the evidence; there is nothing to refresh.");
    const figures = { ...loaded.figures };
    for (const { reference, now } of stale) if (now) figures[reference] = now;
    const revision = await writeRevision(tx, ctx, loaded, { body: loaded.body, figures });
    await appendAudit(tx, ctx, {
      action: "card.figures_refreshed",
      objectType: "version",
      objectId: loaded.version.id,
      payload: {
        ...cardName(loaded),
        revision,
        figures: stale.map(({ reference, written, now }) => ({
          reference,
          from: written.value,
          to: now?.value ?? null,
        })),
      },
    });
    return { revision, refreshed: stale.length };
  });
}
