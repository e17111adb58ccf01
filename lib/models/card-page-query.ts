import "server-only";
import { and, desc, eq, max } from "drizzle-orm";
import { cardReviews, cardRevisions, promotions, users } from "@/db/schema";
import type { CardBody, CardFigure } from "@/db/schema/cards";
import type { Context } from "@/lib/context";
import { wholeCard } from "./card";
import { figureViews } from "./card-figures";
import { listEditorsSinceApproval, loadCard } from "./load-card";
import { findVersion } from "./queries";

export type CardPage = NonNullable<Awaited<ReturnType<typeof findCardPage>>>;
export type CardRevision = {
  revision: number;
  body: CardBody;
  figures: Record<string, CardFigure>;
  editedAt: Date;
  editedBy: string;
};

/** The card of a version as its page shows it, at one revision or the newest; null when there is no such version or revision. */
export async function findCardPage(ctx: Context, name: string, number: number, revision?: number) {
  const found = await findVersion(ctx, name, number);
  if (!found) return null;
  const card = await loadCard(ctx, ctx.db, found.version.id);
  const [revisions, reviews, editors, [newest]] = await Promise.all([
    listCardRevisions(ctx, found.version.id),
    listCardReviews(ctx, found.version.id),
    listEditorsSinceApproval(ctx, ctx.db, card),
    ctx.db
      .select({ number: max(promotions.number) })
      .from(promotions)
      .where(and(eq(promotions.projectId, ctx.projectId), eq(promotions.versionId, found.version.id))),
  ]);
  const shown = revision === undefined ? revisions[0] : revisions.find((row) => row.revision === revision);
  if (revision !== undefined && !shown) return null;
  return {
    ...card,
    revisions,
    reviews,
    editors,
    /** Null while nobody has written a card. */
    shown: shown ?? null,
    /** Newest promotion of this version. */
    promotion: newest?.number ?? null,
    figureViews: figureViews(shown?.figures ?? {}, card.evidence),
  };
}

/** All revisions of a version's card, newest first, with who wrote each. */
export async function listCardRevisions(ctx: Context, versionId: string): Promise<CardRevision[]> {
  const rows = await ctx.db
    .select({
      revision: cardRevisions.revision,
      body: cardRevisions.body,
      figures: cardRevisions.figures,
      editedAt: cardRevisions.editedAt,
      editedBy: users.name,
    })
    .from(cardRevisions)
    .innerJoin(users, eq(users.id, cardRevisions.editedBy))
    .where(and(eq(cardRevisions.projectId, ctx.projectId), eq(cardRevisions.versionId, versionId)))
    .orderBy(desc(cardRevisions.revision));
  return rows.map((row) => ({ ...row, body: wholeCard(row.body) }));
}

/** Steps of the card's review, newest first. */
export async function listCardReviews(ctx: Context, versionId: string) {
  return ctx.db
    .select({
      id: cardReviews.id,
      kind: cardReviews.kind,
      revision: cardReviews.revision,
      comment: cardReviews.comment,
      signature: cardReviews.signature,
      at: cardReviews.at,
      by: users.name,
    })
    .from(cardReviews)
    .innerJoin(users, eq(users.id, cardReviews.userId))
    .where(and(eq(cardReviews.projectId, ctx.projectId), eq(cardReviews.versionId, versionId)))
    .orderBy(desc(cardReviews.at), desc(cardReviews.id));
}
