import "server-only";
import { and, desc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
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
/** Batches that the database reads while one is judged. */
const ahead = 2;

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

/** A case without its documents: enough to know whether a policy would decide on it. */
export type PastCaseHead = Omit<PastCase, "gates" | "evidence" | "results" | "rollout"> & {
  promotionId: string;
  policyVersionId: string;
};

/** Stored evaluations of the project, newest promotion first; at most `maxCases`. */
export async function listPastCases(ctx: Context, scope: CaseScope): Promise<PastCaseHead[]> {
  const rows = await ctx.db
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
    .where(inScope(ctx, scope))
    .orderBy(desc(promotions.number), desc(promotionEvaluations.evaluation))
    .limit(maxCases);
  return rows.map(({ policyName, policyVersion, evaluatedAt, ...row }) => ({
    ...row,
    evaluatedAt: evaluatedAt.toISOString(),
    policy: `${policyName} v${policyVersion}`,
  }));
}

/** These cases with what their gates read and said, in batches and in their order. */
export async function* readPastCases(ctx: Context, heads: readonly PastCaseHead[]): AsyncGenerator<PastCase[]> {
  const [fates, gates] = [await readFates(ctx), await readGates(ctx)];
  const completed = async (own: readonly PastCaseHead[]) => {
    const documents = await readDocuments(ctx, own);
    return own.flatMap(({ promotionId, policyVersionId, ...head }): PastCase[] => {
      const stored = documents.get(`${promotionId}/${head.evaluation}`);
      if (!stored) return [];
      const results = stored.results as Pick<PolicyEvaluation, "verdict" | "results">;
      const rollout = fates.get(promotionId) ?? null;
      return [{ ...head, gates: gates.get(policyVersionId) ?? [], evidence: stored.evidence, results, rollout }];
    });
  };
  const asked: Promise<PastCase[]>[] = [];
  for (let next = 0; ; ) {
    for (; asked.length <= ahead && next < heads.length; next += batch) {
      const read = completed(heads.slice(next, next + batch));
      // A reader who leaves does not wait for what was read ahead.
      read.catch(() => {});
      asked.push(read);
    }
    const first = asked.shift();
    if (!first) return;
    yield await first;
  }
}

async function readDocuments(ctx: Context, heads: readonly PastCaseHead[]) {
  const { promotionId, evaluation, evidence, results } = getTableColumns(promotionEvaluations);
  const rows = await ctx.db
    .select({ promotionId, evaluation, evidence, results })
    .from(promotionEvaluations)
    .where(
      and(
        eq(promotionEvaluations.projectId, ctx.projectId),
        inArray(promotionEvaluations.promotionId, [...new Set(heads.map((head) => head.promotionId))]),
        inArray(promotionEvaluations.evaluation, [...new Set(heads.map((head) => head.evaluation))]),
      ),
    );
  return new Map(rows.map((row) => [`${row.promotionId}/${row.evaluation}`, row]));
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
