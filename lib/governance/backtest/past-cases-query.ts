import "server-only";
import { and, desc, eq, or, sql } from "drizzle-orm";
import {
  models,
  modelVersions,
  policies,
  policyVersions,
  promotionEvaluations,
  promotions,
  rollouts,
} from "@/db/schema";
import type { Context } from "@/lib/context";
import type { PolicyEvaluation } from "../gates/evaluate-policy";
import { type Policy, policySchema } from "../policy";
import type { PastCase, RolloutFate } from "./backtest-summary";

export type CaseScope = "newest" | "all";
/** More than this is not replayed; the page says how many there are. */
export const maxCases = 5000;
const batch = 40;

const inScope = (ctx: Context, scope: CaseScope) =>
  and(
    eq(promotions.projectId, ctx.projectId),
    scope === "newest" ? eq(promotionEvaluations.evaluation, promotions.evaluation) : undefined,
  );
const evaluationOfPromotion = and(
  eq(promotionEvaluations.projectId, promotions.projectId),
  eq(promotionEvaluations.promotionId, promotions.id),
);

/** How many stored evaluations there are to replay. */
export async function countPastCases(ctx: Context, scope: CaseScope): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(promotions)
    .innerJoin(promotionEvaluations, evaluationOfPromotion)
    .where(inScope(ctx, scope));
  return row?.count ?? 0;
}

/** Stored evaluations of the project, newest promotion first, in batches; at most `maxCases`. */
export async function* readPastCases(ctx: Context, scope: CaseScope): AsyncGenerator<PastCase[]> {
  const fates = await readFates(ctx);
  const gates = await readGates(ctx);
  let after: { number: number; evaluation: number } | null = null;
  for (let read = 0; read < maxCases; ) {
    const rows = await readBatch(ctx, scope, after);
    if (rows.length === 0) return;
    read += rows.length;
    const last = rows.at(-1);
    after = last ? { number: last.promotion, evaluation: last.evaluation } : null;
    yield rows.map(({ promotionId, evaluatedAt, policyName, policyVersion, policyVersionId, results, ...row }) => ({
      ...row,
      evaluatedAt: evaluatedAt.toISOString(),
      policy: `${policyName} v${policyVersion}`,
      gates: gates.get(policyVersionId) ?? [],
      results: results as Pick<PolicyEvaluation, "verdict" | "results">,
      rollout: fates.get(promotionId) ?? null,
    }));
  }
}

async function readBatch(ctx: Context, scope: CaseScope, after: { number: number; evaluation: number } | null) {
  return ctx.db
    .select({
      promotionId: promotions.id,
      promotion: promotions.number,
      model: models.name,
      version: modelVersions.version,
      tier: models.riskTier,
      environment: promotions.environment,
      state: promotions.state,
      evaluation: promotionEvaluations.evaluation,
      evaluatedAt: promotionEvaluations.evaluatedAt,
      evidence: promotionEvaluations.evidence,
      results: promotionEvaluations.results,
      policyVersionId: policyVersions.id,
      policyName: policies.name,
      policyVersion: policyVersions.version,
    })
    .from(promotions)
    .innerJoin(promotionEvaluations, evaluationOfPromotion)
    .innerJoin(models, and(eq(models.projectId, promotions.projectId), eq(models.id, promotions.modelId)))
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .innerJoin(
      policyVersions,
      and(
        eq(policyVersions.projectId, promotions.projectId),
        eq(policyVersions.id, promotionEvaluations.policyVersionId),
      ),
    )
    .innerJoin(
      policies,
      and(eq(policies.projectId, policyVersions.projectId), eq(policies.id, policyVersions.policyId)),
    )
    .where(
      and(
        inScope(ctx, scope),
        after
          ? or(
              sql`${promotions.number} < ${after.number}`,
              and(eq(promotions.number, after.number), sql`${promotionEvaluations.evaluation} < ${after.evaluation}`),
            )
          : undefined,
      ),
    )
    .orderBy(desc(promotions.number), desc(promotionEvaluations.evaluation))
    .limit(batch);
}

/** The gates of every policy version, as they were published. */
async function readGates(ctx: Context): Promise<Map<string, Policy["gates"]>> {
  const rows = await ctx.db
    .select({ id: policyVersions.id, body: policyVersions.body })
    .from(policyVersions)
    .where(eq(policyVersions.projectId, ctx.projectId));
  return new Map(rows.map(({ id, body }) => [id, policySchema.parse(body).gates]));
}

const undone = ["ROLLED_BACK", "ROLLING_BACK", "ROLLBACK_STALLED"];

/** What became of every promotion that was carried out: rolled back in its stages, or undone by a later rollback. */
async function readFates(ctx: Context): Promise<Map<string, RolloutFate>> {
  const rows = await ctx.db
    .select({
      id: rollouts.id,
      number: rollouts.number,
      promotionId: rollouts.promotionId,
      kind: rollouts.kind,
      state: rollouts.state,
      parentRolloutId: rollouts.parentRolloutId,
    })
    .from(rollouts)
    .where(eq(rollouts.projectId, ctx.projectId));
  const parents = new Set(rows.filter((row) => row.kind === "rollback").map((row) => row.parentRolloutId));
  return new Map(
    rows.flatMap(({ id, number, promotionId, kind, state }): [string, RolloutFate][] => {
      if (promotionId === null || kind !== "forward") return [];
      const isUndone = undone.includes(state) || parents.has(id);
      return [
        [promotionId, { number, fate: isUndone ? "rolled_back" : state === "COMPLETED" ? "completed" : "under_way" }],
      ];
    }),
  );
}
