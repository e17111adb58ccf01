import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { projects, promotionEvaluations, promotionExecutions, rollouts, targets, users } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, deadlineNow } from "@/lib/context";
import { notFound } from "@/lib/errors";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import { gateRemedy } from "@/lib/governance/gates/gate-remedy";
import type { GateResult } from "@/lib/governance/gates/gate-result";
import { getPolicyVersion } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";
import { readComparisonEvidence } from "../attached-comparisons-query";
import { judgePromotion } from "../judge-promotion";
import { findPromotion, type LoadedPromotion } from "../load-promotion";
import { isOpen } from "../promotion-state";
import { verdictSentence } from "../verdict-sentence";

export type PromotionStatus = Awaited<ReturnType<typeof getPromotionStatus>>;

/** Where a promotion stands, its gates and who has to act next, in the words of its page. Throws NOT_FOUND. */
export async function getPromotionStatus(ctx: Context, number: number) {
  authorize(ctx, "promotion.view");
  const loaded = await findPromotion(ctx, number);
  if (!loaded) throw notFound(`Promotion P-${number}`);
  const { promotion, version, model } = loaded;
  // Gates read more than a token that only follows its promotion may see; what it is told is what they say.
  const reader: Context = { ...ctx, actor: { kind: "system", job: "evaluate-promotion" } };
  const judged = await judgePromotion(reader, ctx.db, loaded, "show");
  const [names, stored, policy, attached] = await Promise.all([
    readNames(ctx, loaded),
    readEvaluation(ctx, promotion.id),
    getPolicyVersion(ctx, promotion.policyVersionId),
    readComparisonEvidence(ctx, ctx.db, promotion.id),
  ]);
  const evaluation = (stored?.results ?? judged.present.evaluation) as PolicyEvaluation;
  const isStale = stored !== undefined && !judged.facts.subjectFresh && isOpen(promotion.state);
  const { what, next } = verdictSentence({
    state: promotion.state,
    evaluation,
    tally: judged.tally,
    requester: names?.requester ?? "The requester",
    isStale,
    closedReason: promotion.closedReason,
    rollout: names?.rollout ?? null,
    now: await deadlineNow(ctx.db, ctx),
  });
  const remedyOf = (result: GateResult) => {
    const gate = policy.policy.gates.find(({ id }) => id === result.gateId);
    const remedy = gate ? gateRemedy(gate, result, judged.present.evidence) : null;
    return { remedy: remedy?.text ?? null, remedyCommand: remedy?.command ?? null };
  };
  return {
    number,
    state: promotion.state,
    /** True while something moved since the gates were evaluated; they will be evaluated again. */
    isStale,
    verdict: stored ? evaluation.verdict : null,
    sentence: what,
    next,
    model: model.name,
    version: version.version,
    target: names?.target ?? null,
    environment: promotion.environment,
    policy: { name: policy.policy.name, version: policy.version },
    requestedBy: names?.requester ?? null,
    requestedAt: promotion.requestedAt,
    evaluatedAt: promotion.evaluatedAt,
    expiresAt: promotion.expiresAt,
    subjectDigest: promotion.subjectDigest,
    approvals: { counted: judged.tally.counted.length, missing: judged.tally.missing },
    comparisons: attached.map(({ id, name, query, digest }) => ({ id, name, query, digest })),
    rollout: names?.rollout ?? null,
    path: paths.promotion(names?.project ?? "", number),
    counts: evaluation.counts,
    gates: evaluation.results.map((result) => ({
      id: result.gateId,
      title: result.title,
      kind: result.kind,
      severity: result.severity,
      outcome: result.outcome,
      observed: result.observed,
      limit: result.limit,
      comparison: result.comparison,
      n: result.n,
      ageSeconds: result.ageSeconds,
      sentence: result.sentence,
      ...remedyOf(result),
    })),
  };
}

async function readNames(ctx: Context, { promotion }: LoadedPromotion) {
  const [row] = await ctx.db
    .select({
      project: projects.name,
      requester: users.name,
      target: targets.name,
      rollout: rollouts.number,
    })
    .from(projects)
    .innerJoin(users, eq(users.id, promotion.requestedBy))
    .leftJoin(targets, and(eq(targets.projectId, projects.id), eq(targets.id, promotion.targetId)))
    .leftJoin(
      promotionExecutions,
      and(eq(promotionExecutions.projectId, projects.id), eq(promotionExecutions.promotionId, promotion.id)),
    )
    .leftJoin(rollouts, and(eq(rollouts.projectId, projects.id), eq(rollouts.id, promotionExecutions.rolloutId)))
    .where(eq(projects.id, ctx.projectId));
  return row;
}

async function readEvaluation(ctx: Context, promotionId: string) {
  const [row] = await ctx.db
    .select({ results: promotionEvaluations.results })
    .from(promotionEvaluations)
    .where(and(eq(promotionEvaluations.projectId, ctx.projectId), eq(promotionEvaluations.promotionId, promotionId)))
    .orderBy(desc(promotionEvaluations.evaluation))
    .limit(1);
  return row;
}
