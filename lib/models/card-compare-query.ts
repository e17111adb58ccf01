import "server-only";
import type { Context } from "@/lib/context";
import { cardDiff } from "./card-diff";
import { type CardRevision, findCardPage, listCardRevisions } from "./card-page-query";
import { listLiveTargets } from "./live-targets-query";

export type CompareSide = { value: string; label: string; revision: CardRevision };

/**
 * Two revisions of a card side by side. `live` is the newest card of the version that serves furthest towards production.
 * Null when there is no such version; a side that does not exist falls back to the newest revision and the one before.
 */
export async function findCardCompare(
  ctx: Context,
  name: string,
  number: number,
  asked: { from?: string; to?: string },
) {
  const page = await findCardPage(ctx, name, number);
  if (!page) return null;
  const live = await findLiveCard(ctx, page.model.id, page.version.id);
  const own = page.revisions.map(
    (revision): CompareSide => ({
      value: String(revision.revision),
      label: `Revision ${revision.revision}${revision.revision === page.approvedRevision ? ", approved" : ""}`,
      revision,
    }),
  );
  const sides = live ? [...own, live] : own;
  const find = (value: string | undefined) => sides.find((side) => side.value === value);
  const to = find(asked.to) ?? own[0];
  const from = find(asked.from) ?? own[1] ?? live ?? own[0];
  return {
    ...page,
    sides,
    hasLive: live !== null,
    from,
    to,
    sections: from && to ? cardDiff(from.revision, to.revision) : [],
    figures: from && to ? changedFigures(from.revision, to.revision) : [],
  };
}

async function findLiveCard(ctx: Context, modelId: string, versionId: string): Promise<CompareSide | null> {
  const serving = (await listLiveTargets(ctx, modelId)).flatMap(({ stable }) =>
    stable && stable.versionId !== versionId ? [stable] : [],
  );
  const stable = serving.at(-1);
  const [revision] = stable ? await listCardRevisions(ctx, stable.versionId) : [];
  return stable && revision
    ? { value: "live", label: `Live version ${stable.version}, revision ${revision.revision}`, revision }
    : null;
}

/** Figures that both sides refer to and that had other values. */
function changedFigures(from: CardRevision, to: CardRevision) {
  return Object.entries(to.figures).flatMap(([reference, now]) => {
    const before = Object.hasOwn(from.figures, reference) ? from.figures[reference] : undefined;
    return before && before.value !== now.value ? [{ reference, before, now }] : [];
  });
}
