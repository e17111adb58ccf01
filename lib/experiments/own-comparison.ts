import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comparisons } from "@/db/schema";
import type { ComparisonRow } from "@/db/schema/comparisons";
import { authorize } from "@/lib/auth/authorize";
import { sqlState, type UserContext } from "@/lib/context";
import { invalidInput, notFound } from "@/lib/errors";

/** Locks a saved comparison that the person may change: their own, or any for those who manage them. */
export async function lockOwnComparison(tx: Tx, ctx: UserContext, id: string): Promise<ComparisonRow> {
  const [found] = id.includes("\0")
    ? []
    : await tx
        .select()
        .from(comparisons)
        .where(and(eq(comparisons.projectId, ctx.projectId), eq(comparisons.id, id)))
        .for("update");
  if (!found) throw notFound("The comparison");
  if (found.createdBy !== ctx.actor.userId) authorize(ctx, "comparison.manage");
  return found;
}

/** Runs a write; a name that another comparison has is refused by its field. */
export async function orNameTaken(name: string, write: PromiseLike<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    throw sqlState(error) === "23505"
      ? invalidInput(
          "name",
          `a comparison named ${name} is saved already; choose another name, or open and change that one`,
        )
      : error;
  }
}
