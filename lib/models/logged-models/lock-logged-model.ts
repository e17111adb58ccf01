import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { loggedModels } from "@/db/schema";
import type { Context } from "@/lib/context";
import { DomainError } from "@/lib/errors";

const where = (ctx: Context, id: string) =>
  and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, id), isNull(loggedModels.deletedAt));
const missing = (id: string) => new DomainError("NOT_FOUND", `Logged model with ID '${id.slice(0, 100)}' not found.`);

/** Locks a logged model for this transaction. Throws NOT_FOUND. */
export async function lockLoggedModel(tx: Tx, ctx: Context, id: string) {
  const [model] = await tx.select().from(loggedModels).where(where(ctx, id)).for("update");
  if (!model) throw missing(id);
  return model;
}

/** A logged model by its id, a deleted one only when asked for. Throws NOT_FOUND. */
export async function getLoggedModel(ctx: Context, id: string, db: Reader = ctx.db, withDeleted = false) {
  const [model] = await db
    .select()
    .from(loggedModels)
    .where(withDeleted ? and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, id)) : where(ctx, id));
  if (!model) throw missing(id);
  return model;
}
