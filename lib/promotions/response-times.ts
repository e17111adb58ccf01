import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type RiskTier, riskTiers } from "@/db/enums";
import { models, promotionDecisions, promotionEvaluations, promotions, responseTimes } from "@/db/schema";

/** Hours that a promotion may wait for its first decision, unless the project says otherwise. */
export const defaultResponseHours: Record<RiskTier, number> = { low: 24, medium: 48, high: 72 };

/** Hours to the first decision by tier, as the project has them. */
export async function getResponseHours(db: Reader, projectId: number): Promise<Record<RiskTier, number>> {
  const rows = await db.select().from(responseTimes).where(eq(responseTimes.projectId, projectId));
  const set = new Map(rows.map(({ riskTier, hours }) => [riskTier, hours]));
  return Object.fromEntries(riskTiers.map((tier) => [tier, set.get(tier) ?? defaultResponseHours[tier]])) as Record<
    RiskTier,
    number
  >;
}

/**
 * When a promotion's first decision is due, in SQL over `promotions` and `models`: the response time of the tier, counted
 * from when the present subject was first put before reviewers, so that evaluating it again wins no time. Null once
 * somebody has decided, or while nobody is asked to.
 */
export const firstDecisionDue = (hours: Record<RiskTier, number>) => sql<string | null>`(
  case when ${promotions.state} = 'awaiting_approval' and not exists (
    select 1 from ${promotionDecisions} where ${promotionDecisions.projectId} = ${promotions.projectId}
      and ${promotionDecisions.promotionId} = ${promotions.id} and ${promotionDecisions.state} = 'valid')
  then (select min(${promotionEvaluations.evaluatedAt}) from ${promotionEvaluations}
    where ${promotionEvaluations.projectId} = ${promotions.projectId} and ${promotionEvaluations.promotionId} = ${promotions.id}
      and ${promotionEvaluations.subjectDigest} = ${promotions.subjectDigest})
    + make_interval(hours => case ${models.riskTier} when 'low' then ${hours.low}::int when 'medium' then ${hours.medium}::int else ${hours.high}::int end)
  end)`;

/** The nearer of the two clocks: the first decision, and the end of the promotion. */
export const nextDue = (hours: Record<RiskTier, number>) =>
  sql<string | null>`least(${firstDecisionDue(hours)}, ${promotions.expiresAt})`;
