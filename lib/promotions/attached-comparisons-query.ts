import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { promotionComparisons, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { comparisonDigest } from "@/lib/experiments/comparison-digest";
import { readContents } from "@/lib/experiments/comparisons-query";
import type { ComparisonEvidence } from "@/lib/governance/gates/evidence";

export type AttachedComparison = ComparisonEvidence & { attachedBy: string; attachedAt: Date };

/** Comparisons attached to a promotion, each as it was attached, over what its runs hold now. */
export async function listAttached(ctx: Context, db: Reader, promotionId: string): Promise<AttachedComparison[]> {
  const rows = await db
    .select({ attached: promotionComparisons, by: users.name })
    .from(promotionComparisons)
    .innerJoin(users, eq(users.id, promotionComparisons.attachedBy))
    .where(and(eq(promotionComparisons.projectId, ctx.projectId), eq(promotionComparisons.promotionId, promotionId)))
    .orderBy(asc(promotionComparisons.comparisonId));
  const contents = await readContents(
    db,
    ctx.projectId,
    rows.flatMap(({ attached }) => attached.runIds),
  );
  return rows.map(({ attached: { comparisonId: id, name, note, query, runIds, attachedAt }, by }) => {
    const runs = runIds.map((runId) => ({
      id: runId,
      name: contents.get(runId)?.name ?? null,
      digest: contents.get(runId)?.digest ?? null,
    }));
    return { id, name, note, query, digest: comparisonDigest(query, runs), runs, attachedBy: by, attachedAt };
  });
}

/** The part of the evidence document that says which comparisons the request points to. */
export async function readComparisonEvidence(
  ctx: Context,
  db: Reader,
  promotionId: string,
): Promise<ComparisonEvidence[]> {
  const attached = await listAttached(ctx, db, promotionId);
  return attached.map(({ attachedBy, attachedAt, ...evidence }) => evidence);
}
