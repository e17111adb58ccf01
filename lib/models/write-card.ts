import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type CardReviewKind, type CardStatus, concernedStates } from "@/db/enums";
import { cardReviews, cardRevisions, modelCards, modelVersions, promotions } from "@/db/schema";
import type { CardBody, CardFigure, CardSignature } from "@/db/schema/cards";
import type { UserContext } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/queue";
import { type CardAct, nextCardStatus } from "./card-status";
import type { LoadedCard } from "./load-card";

/** The status that an act leads to; PRECONDITION_FAILED with the reason when it is not possible now. */
export function stepOrRefuse({ version, model, facts }: LoadedCard, act: CardAct): CardStatus {
  if ((version.status === "archived" || version.status === "deleted") && act !== "archive") {
    throw preconditionFailed(
      `Version ${version.version} of ${model.name} is ${version.status}; its card can no longer change.`,
    );
  }
  const step = nextCardStatus(facts.status, act);
  if (!step.ok) throw preconditionFailed(step.reason);
  return step.status;
}

/** Writes the next revision of a locked card. The card is a draft again; what was approved before stays named. */
export async function writeRevision(
  tx: Tx,
  ctx: UserContext,
  loaded: LoadedCard,
  content: { body: CardBody; figures: Record<string, CardFigure> },
): Promise<number> {
  const status = stepOrRefuse(loaded, "edit");
  const { version } = loaded;
  const revision = version.cardRevision + 1;
  const updated = await tx
    .update(modelVersions)
    .set({ cardRevision: revision })
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.id, version.id),
        eq(modelVersions.cardRevision, version.cardRevision),
      ),
    )
    .returning({ id: modelVersions.id });
  if (updated.length === 0) throw conflict("Someone else saved this card at the same moment. Nothing was saved.");
  const at = ctx.now();
  await tx.insert(cardRevisions).values({
    projectId: ctx.projectId,
    versionId: version.id,
    revision,
    ...content,
    editedBy: ctx.actor.userId,
    editedAt: at,
  });
  await setStatus(tx, ctx, loaded, { status });
  return revision;
}

type StatusChange = { status: CardStatus; approvedRevision?: number; approvedPersonId?: string };

/** Moves a locked card to another status. */
export async function setStatus(tx: Tx, ctx: UserContext, { version }: LoadedCard, change: StatusChange) {
  const row = { ...change, updatedAt: ctx.now() };
  await tx
    .insert(modelCards)
    .values({ projectId: ctx.projectId, versionId: version.id, status: "draft", updatedAt: row.updatedAt })
    .onConflictDoNothing();
  await tx
    .update(modelCards)
    .set(row)
    .where(and(eq(modelCards.projectId, ctx.projectId), eq(modelCards.versionId, version.id)));
  await reevaluateOpenPromotions(tx, ctx, version.id);
}

/** Has the gates of this version's open promotions evaluated again, once the change of the card commits. */
async function reevaluateOpenPromotions(tx: Tx, { projectId }: UserContext, versionId: string): Promise<void> {
  const open = await tx
    .select({ id: promotions.id })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, projectId),
        eq(promotions.versionId, versionId),
        inArray(promotions.state, [...concernedStates]),
      ),
    )
    .orderBy(promotions.id);
  for (const { id } of open) {
    const payload = { projectId, promotionId: id };
    await enqueue(tx, "promotion.evaluate", payload, { key: `promotion.evaluate:${projectId}:${id}` });
  }
}

/** Adds a step to the history of a card's review. */
export async function insertReview(
  tx: Tx,
  ctx: UserContext,
  { version }: LoadedCard,
  kind: CardReviewKind,
  { comment = "", signature = null }: { comment?: string; signature?: CardSignature | null } = {},
) {
  await tx.insert(cardReviews).values({
    projectId: ctx.projectId,
    id: ctx.newId(),
    versionId: version.id,
    revision: version.cardRevision,
    kind,
    userId: ctx.actor.userId,
    comment,
    signature,
    at: ctx.now(),
  });
}
