import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { modelVersions, promotionEvaluations, runSlices } from "@/db/schema";
import type { Context } from "@/lib/context";
import { invalidInput } from "@/lib/errors";

type Promotion = { id: string; number: number };
type Place = { modelId: string; promotion: Promotion | null; gateId: string | null; slice: string | null };

/** Refuses a finding on a gate that its promotion was never judged by, or on a slice that no version of its model has. */
export async function assertPlace(db: Reader, ctx: Context, { modelId, promotion, gateId, slice }: Place) {
  if (gateId !== null && promotion !== null) {
    const isGate = sql`${promotionEvaluations.results} -> 'results' @> ${JSON.stringify([{ gateId }])}::jsonb`;
    if (!(await wasEvaluated(db, ctx, promotion, isGate)))
      throw invalidInput("gateId", `is no gate of P-${promotion.number}; choose one that its page shows`);
  }
  if (slice === null || (await hasSlice(db, ctx, modelId, slice))) return;
  const isSlice = sql`jsonb_path_exists(${promotionEvaluations.results}, '$.results[*].slices[*].slice ? (@ == $slice)', ${JSON.stringify({ slice })}::jsonb)`;
  if (promotion === null || !(await wasEvaluated(db, ctx, promotion, isSlice)))
    throw invalidInput("slice", `is no slice of this model's versions; write it as on their pages, such as sex=Female`);
}

/** Whether any evaluation of a promotion fits; a gate stays its place when a later policy drops it. */
async function wasEvaluated(db: Reader, ctx: Context, { id }: Promotion, fits: SQL): Promise<boolean> {
  const [found] = await db
    .select({ evaluation: promotionEvaluations.evaluation })
    .from(promotionEvaluations)
    .where(and(eq(promotionEvaluations.projectId, ctx.projectId), eq(promotionEvaluations.promotionId, id), fits))
    .limit(1);
  return found !== undefined;
}

async function hasSlice(db: Reader, ctx: Context, modelId: string, slice: string): Promise<boolean> {
  const [found] = await db
    .select({ value: runSlices.value })
    .from(modelVersions)
    .innerJoin(
      runSlices,
      and(eq(runSlices.projectId, modelVersions.projectId), eq(runSlices.runId, modelVersions.runId)),
    )
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.modelId, modelId),
        sql`${runSlices.dimension} || '=' || ${runSlices.value} = ${slice}`,
      ),
    )
    .limit(1);
  return found !== undefined;
}
