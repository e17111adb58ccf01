import "server-only";
import { and, eq, gt } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { cardRevisions, modelCards, modelVersions, users } from "@/db/schema";
import type { CardBody, CardFigure } from "@/db/schema/cards";
import type { Context } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { wholeCard } from "./card";
import { cardCompleteness } from "./card-completeness";
import { staleFigures } from "./card-figures";
import { readCardEvidence } from "./card-run-query";
import type { CardFacts } from "./card-status";
import { getVersion } from "./queries";

export type LoadedCard = Awaited<ReturnType<typeof loadCard>>;

/** A version with its card as it stands: newest revision, status, evidence. Throws NOT_FOUND. */
export async function loadCard(ctx: Context, db: Reader, versionId: string) {
  const { version, model } = await getVersion(ctx, versionId, db);
  const [[card], [newest], evidence] = await Promise.all([
    db
      .select()
      .from(modelCards)
      .where(and(eq(modelCards.projectId, ctx.projectId), eq(modelCards.versionId, version.id))),
    db
      .select()
      .from(cardRevisions)
      .where(
        and(
          eq(cardRevisions.projectId, ctx.projectId),
          eq(cardRevisions.versionId, version.id),
          eq(cardRevisions.revision, version.cardRevision),
        ),
      ),
    readCardEvidence(db, ctx.projectId, version.runId),
  ]);
  const body: CardBody = wholeCard(newest?.body);
  const figures: Record<string, CardFigure> = newest?.figures ?? {};
  const facts: CardFacts = {
    status: card?.status ?? "draft",
    revision: version.cardRevision,
    completeness: cardCompleteness(body, model.riskTier),
    staleFigures: staleFigures(figures, evidence),
  };
  return {
    version,
    model,
    body,
    figures,
    evidence,
    facts,
    approvedRevision: card?.approvedRevision ?? null,
    updatedAt: card?.updatedAt ?? newest?.editedAt ?? null,
  };
}

/** The same, with the version's row locked, so that nobody writes or decides at the same time; CONFLICT when another revision was seen. */
export async function lockCard(
  tx: Tx,
  ctx: Context,
  { versionId, seenRevision }: { versionId: string; seenRevision: number },
): Promise<LoadedCard> {
  await tx
    .select({ id: modelVersions.id })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, versionId)))
    .for("update");
  const loaded = await loadCard(ctx, tx, versionId);
  const { cardRevision } = loaded.version;
  if (cardRevision !== seenRevision) {
    throw conflict(
      `Someone saved revision ${cardRevision} of this card while you were at revision ${seenRevision}. Nothing was saved; your text is still here.`,
      { revision: cardRevision },
    );
  }
  return loaded;
}

/** People who wrote in the card since it was last approved, once each. */
export async function listEditorsSinceApproval(
  ctx: Context,
  db: Reader,
  { version, approvedRevision }: Pick<LoadedCard, "version" | "approvedRevision">,
) {
  return db
    .selectDistinct({ personId: users.personId, name: users.name })
    .from(cardRevisions)
    .innerJoin(users, eq(users.id, cardRevisions.editedBy))
    .where(
      and(
        eq(cardRevisions.projectId, ctx.projectId),
        eq(cardRevisions.versionId, version.id),
        gt(cardRevisions.revision, approvedRevision ?? 0),
      ),
    );
}

/** How events of the audit log name a card. */
export const cardName = ({ model, version }: Pick<LoadedCard, "model" | "version">) => ({
  model: model.name,
  version: version.version,
});
