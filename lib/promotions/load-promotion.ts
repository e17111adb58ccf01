import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import type { PromotionState } from "@/db/enums";
import { models, modelVersions, type PromotionRow, promotions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";

export type LoadedPromotion = NonNullable<Awaited<ReturnType<typeof findPromotion>>>;

/** A promotion with its version and model, by number, or null. */
export async function findPromotion(ctx: Context, number: number, db: Reader = ctx.db) {
  const [row] = await select(db, and(eq(promotions.projectId, ctx.projectId), eq(promotions.number, number)));
  return row ?? null;
}

/** A promotion with its version and model, by id, or null. */
export async function findPromotionById(ctx: Context, id: string, db: Reader = ctx.db) {
  const [row] = await select(db, and(eq(promotions.projectId, ctx.projectId), eq(promotions.id, id)));
  return row ?? null;
}

function select(db: Reader, where: ReturnType<typeof and>) {
  return db
    .select({ promotion: promotions, version: modelVersions, model: models })
    .from(promotions)
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .where(where);
}

/** Locks a promotion for this transaction and reads it as it is then. Throws NOT_FOUND. */
export async function lockPromotion(
  tx: Tx,
  ctx: Context,
  by: { number: number } | { id: string },
): Promise<LoadedPromotion> {
  const which = "id" in by ? eq(promotions.id, by.id) : eq(promotions.number, by.number);
  const name = "id" in by ? `Promotion ${by.id}` : `Promotion P-${by.number}`;
  const where = and(eq(promotions.projectId, ctx.projectId), which);
  const [locked] = await tx.select({ id: promotions.id }).from(promotions).where(where).for("update");
  const [row] = locked ? await select(tx, where) : [];
  if (!row) throw notFound(name);
  return row;
}

type Change = Partial<Omit<PromotionRow, "projectId" | "id" | "number" | "lockVersion">> & { state: PromotionState };

/** Moves a promotion on, provided that it is still what was seen; the loser of a race gets CONFLICT. */
export async function updatePromotion(tx: Tx, ctx: Context, seen: PromotionRow, change: Change): Promise<void> {
  const updated = await tx
    .update(promotions)
    .set({ ...change, lockVersion: sql`${promotions.lockVersion} + 1` })
    .where(
      and(
        eq(promotions.projectId, ctx.projectId),
        eq(promotions.id, seen.id),
        eq(promotions.state, seen.state),
        eq(promotions.lockVersion, seen.lockVersion),
      ),
    )
    .returning({ id: promotions.id });
  if (updated.length === 0) {
    throw conflict(`P-${seen.number} changed while you were deciding; reload the page to see what changed.`);
  }
}

/** How events of the audit log name a promotion. */
export const auditName = ({ promotion, version, model }: LoadedPromotion) => ({
  number: promotion.number,
  model: model.name,
  version: version.version,
  environment: promotion.environment,
});
