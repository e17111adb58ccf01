import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { PromotionState } from "@/db/enums";
import { models, modelVersions, promotions } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { Policy } from "../policy";
import { type Affected, affectedBy, type OpenPromotion } from "./affected";
import type { JudgedDraft } from "./judge-draft";

/** States in which the gates of a promotion can be evaluated again; one being evaluated reads the new version by itself. */
const judgeable: PromotionState[] = ["blocked", "awaiting_approval", "approved", "changes_requested"];

/** Open promotions on which another policy version would decide once this draft is published. */
export async function readAffected(
  ctx: Context,
  { policy, live, others, draft }: Pick<JudgedDraft, "policy" | "live" | "others" | "draft">,
  db: Reader = ctx.db,
): Promise<Affected[]> {
  if (!policy) return [];
  const now = [...others, ...(live && live.retirement === null ? [live] : [])].map(bound);
  const own = draft.kind === "retirement" ? [] : [{ ...policy, id: `draft:${draft.number}` }];
  return affectedBy(await readOpenPromotions(ctx, db), now, [...others.map(bound), ...own]);
}

const bound = (entry: { policyVersionId: string; policy: Policy }) => ({ ...entry.policy, id: entry.policyVersionId });

async function readOpenPromotions(ctx: Context, db: Reader): Promise<OpenPromotion[]> {
  const rows = await db
    .select({
      promotionId: promotions.id,
      number: promotions.number,
      state: promotions.state,
      model: models.name,
      version: modelVersions.version,
      tier: models.riskTier,
      environment: promotions.environment,
      policyVersionId: promotions.policyVersionId,
    })
    .from(promotions)
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .where(and(eq(promotions.projectId, ctx.projectId), inArray(promotions.state, judgeable)))
    .orderBy(asc(promotions.number));
  return rows;
}
