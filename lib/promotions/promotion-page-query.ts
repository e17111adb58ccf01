import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import { modelVersions, promotionEvaluations, promotionExecutions, rollouts, runs, targets, users } from "@/db/schema";
import { listPasskeys } from "@/lib/auth/passkeys";
import { can } from "@/lib/auth/permissions";
import type { Context, UserContext } from "@/lib/context";
import { loadComparePage } from "@/lib/experiments/compare-page-query";
import { type CompareState, parseCompare } from "@/lib/experiments/compare-url";
import { listComparisonChoices } from "@/lib/experiments/comparisons-query";
import { listChecks } from "@/lib/governance/ci-checks-query";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import { getPolicyVersion } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";
import { listAttached } from "./attached-comparisons-query";
import { actorFacts, availableActions } from "./available-actions";
import { listOwners, readPeopleOnPage } from "./deciders-query";
import { readDecisions } from "./decisions-query";
import { listThreads } from "./discussion/threads-query";
import { gateMetric, gateRow } from "./gate-row";
import { type Judged, judgePromotion, promotionFacts } from "./judge-promotion";
import { findPromotion, type LoadedPromotion } from "./load-promotion";
import { isOpen } from "./promotion-state";
import { rollbackPlanSchema } from "./rollback-plan";
import { rolloutPlanSchema } from "./rollout-plan";
import { diffSubjects, type Subject } from "./subject";

export type PromotionPage = NonNullable<Awaited<ReturnType<typeof findPromotionPage>>>;

/** Everything the page of one promotion shows, judged for the actor, or null. */
export async function findPromotionPage(ctx: UserContext, project: string, number: number) {
  const loaded = await findPromotion(ctx, number);
  if (!loaded) return null;
  const { promotion, version } = loaded;
  const judged = await judgePromotion(ctx, ctx.db, loaded, "show");
  const [stored, target, live, run, execution, threads, decisions, attached, requester] = await Promise.all([
    readEvaluation(ctx, loaded),
    readTarget(ctx, promotion.targetId),
    promotion.baselineVersionId ? readVersion(ctx, promotion.baselineVersionId) : null,
    readRun(ctx, version.runId),
    readExecution(ctx, promotion.id),
    listThreads(ctx, promotion.id),
    readDecisions(ctx, ctx.db, promotion.id),
    listAttached(ctx, ctx.db, promotion.id),
    ctx.db.select({ name: users.name, title: users.title }).from(users).where(eq(users.id, promotion.requestedBy)),
  ]);
  const policy = await getPolicyVersion(ctx, promotion.policyVersionId);
  const evaluation = (stored?.results ?? judged.present.evaluation) as PolicyEvaluation;
  const evidenceHref = paths.promotionEvidence(project, number);
  const gates = evaluation.results.map((result) =>
    gateRow(
      result,
      policy.policy.gates.find((gate) => gate.id === result.gateId),
      { evidence: judged.present.evidence, href: evidenceHref },
    ),
  );
  const sliceMetric = policy.policy.gates.find(
    (gate) =>
      gate.kind === "regression" &&
      gate.scope === "slices" &&
      evaluation.results.some((r) => r.gateId === gate.id && r.outcome !== "passed"),
  );
  const metric = (sliceMetric && gateMetric(sliceMetric)) || "recall";
  const rolloutPlan = rolloutPlanSchema.parse(promotion.rolloutPlan);
  const rollbackPlan = rollbackPlanSchema.parse(promotion.rollbackPlan);
  const available = availableActions(promotionFacts(judged, promotion.subjectDigest, ctx.now()), actorFacts(ctx.actor));
  const attachable = available.attach.allowed ? await listComparisonChoices(ctx) : [];
  return {
    ...loaded,
    rolloutPlan,
    rollbackPlan,
    returnsTo: judged.present.evidence.rollbackPlan?.returnsTo ?? "",
    people: await readNames(ctx, [
      rollbackPlan.ownerUserId,
      ...rolloutPlan.triggers.map((trigger) => trigger.ownerUserId),
    ]),
    requester: requester[0]?.name ?? "somebody",
    target,
    live,
    run,
    policy,
    evaluation,
    gates,
    judged,
    ...(await readPeopleOnPage(ctx, judged)),
    hasPasskey: can(ctx.actor, "promotion.approve") && (await listPasskeys(ctx)).length > 0,
    owners: can(ctx.actor, "promotion.waive") ? await listOwners(ctx) : [],
    decisions,
    threads,
    unresolved: threads.filter((thread) => thread.resolvedAt === null).length,
    execution,
    checks: await listChecks(ctx, { commit: run?.codeCommit ?? null, versionId: version.id }),
    changes: changesSince(judged),
    available,
    attached,
    attachable: attachable.filter(({ id }) => !attached.some((comparison) => comparison.id === id)),
    ...(await compareRuns(ctx, live?.runId ?? null, version.runId, metric)),
  };
}

/** What moved since the gates were evaluated; empty for a promotion that is fresh, over or rejected: there nothing follows from it. */
function changesSince({ loaded, present, facts }: Judged) {
  const { subject, state } = loaded.promotion;
  return subject === null || facts.subjectFresh || !isOpen(state)
    ? []
    : diffSubjects(subject as Subject, present.subject);
}

async function readNames(ctx: Context, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...new Set(userIds)]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Live against candidate as the compare page has it: axes, metrics, slices and where a change came from. */
async function compareRuns(ctx: Context, liveRunId: string | null, runId: string, metric: string) {
  if (liveRunId === null || liveRunId === runId) return { comparison: null, compareState: null };
  const compareState: CompareState = { ...parseCompare({}), runs: [liveRunId, runId], baseline: liveRunId, metric };
  const { comparison } = await loadComparePage(ctx, compareState);
  return { comparison, compareState };
}

async function readEvaluation(ctx: Context, { promotion }: LoadedPromotion) {
  const [row] = await ctx.db
    .select({ results: promotionEvaluations.results, evaluatedAt: promotionEvaluations.evaluatedAt })
    .from(promotionEvaluations)
    .where(and(eq(promotionEvaluations.projectId, ctx.projectId), eq(promotionEvaluations.promotionId, promotion.id)))
    .orderBy(desc(promotionEvaluations.evaluation))
    .limit(1);
  return row ?? null;
}

async function readTarget(ctx: Context, id: string) {
  const [row] = await ctx.db
    .select({ name: targets.name, adapter: targets.adapter })
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.id, id)));
  return row ?? null;
}

async function readVersion(ctx: Context, id: string) {
  const [row] = await ctx.db
    .select({ id: modelVersions.id, version: modelVersions.version, runId: modelVersions.runId })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.id, id)));
  return row ?? null;
}

async function readRun(ctx: Context, id: string) {
  const [row] = await ctx.db
    .select({ id: runs.id, name: runs.name, evalRows: runs.evalRows, codeCommit: runs.codeCommit })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), eq(runs.id, id)));
  return row ?? null;
}

async function readExecution(ctx: Context, promotionId: string) {
  const [row] = await ctx.db
    .select({ rollout: rollouts.number, state: rollouts.state, executedAt: promotionExecutions.executedAt })
    .from(promotionExecutions)
    .innerJoin(
      rollouts,
      and(eq(rollouts.projectId, promotionExecutions.projectId), eq(rollouts.id, promotionExecutions.rolloutId)),
    )
    .where(and(eq(promotionExecutions.projectId, ctx.projectId), eq(promotionExecutions.promotionId, promotionId)));
  return row ?? null;
}
