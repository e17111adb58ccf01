import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comparisons, promotionComparisons } from "@/db/schema";
import type { Context } from "@/lib/context";
import { conflict, invalidInput } from "@/lib/errors";
import { maxAttached } from "./schemas";

/**
 * Copies saved comparisons to a promotion that the caller has locked or just made, as they are now: what is done to the saved
 * ones later changes nothing here. Refused by the field when one is not of this project, is attached already or is one too many.
 */
export async function insertComparisons(
  tx: Tx,
  ctx: Context,
  promotionId: string,
  ids: readonly string[],
  attachedBy: string,
  field = "comparisonIds",
): Promise<{ id: string; name: string }[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const known = wanted.some((id) => id.includes("\0"))
    ? []
    : await tx
        .select()
        .from(comparisons)
        .where(and(eq(comparisons.projectId, ctx.projectId), inArray(comparisons.id, wanted)));
  if (known.length < wanted.length)
    throw invalidInput(field, "a comparison was not found in this project; it may have been deleted. Choose another");
  const own = and(eq(promotionComparisons.projectId, ctx.projectId), eq(promotionComparisons.promotionId, promotionId));
  const before = await tx.select({ id: promotionComparisons.comparisonId }).from(promotionComparisons).where(own);
  const again = known.find(({ id }) => before.some((attached) => attached.id === id));
  if (again) throw conflict(`${again.name} is attached already; take it off first to attach it as it is now.`);
  if (before.length + known.length > maxAttached)
    throw invalidInput(field, `a request can point to at most ${maxAttached} comparisons; take one off first`);
  await tx.insert(promotionComparisons).values(
    known.map(({ id, name, note, query, runs }) => ({
      projectId: ctx.projectId,
      promotionId,
      comparisonId: id,
      name,
      note,
      query,
      runIds: runs.map((run) => run.id),
      attachedBy,
      attachedAt: ctx.now(),
    })),
  );
  return known;
}
