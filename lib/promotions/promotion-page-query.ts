import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import {
  experiments,
  modelVersions,
  promotionEvaluations,
  promotionExecutions,
  rollouts,
  runs,
  targets,
  users,
} from "@/db/schema";
import { listPasskeys } from "@/lib/auth/passkeys";
import { can } from "@/lib/auth/permissions";
import type { Context, UserContext } from "@/lib/context";
import { loadComparePage } from "@/lib/experiments/compare-page-query";
import { type CompareRun, compareRunOf } from "@/lib/experiments/compare-query";
import { type CompareState, parseCompare } from "@/lib/experiments/compare-url";
import { listComparisonChoices } from "@/lib/experiments/comparisons-query";
import { listChecks } from "@/lib/governance/ci-checks-query";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import type { Gate } from "@/lib/governance/gates/gate";
import { getPolicyVersion } from "@/lib/governance/queries";
import { keepRecent } from "@/lib/keep-recent";
import { onePage } from "@/lib/one-page";
import { paths } from "@/lib/paths";
import { listAttached } from "./attached-comparisons-query";
import { actorFacts, availableActions } from "./available-actions";
import { listOwners, readPeopleOnPage } from "./deciders-query";
import { listThreads } from "./discussion/threads-query";
import { gateMetric, gateRow } from "./gate-row";
import { type Judged, judgePromotion, promotionFacts } from "./judge-promotion";
import { findPromotion, type LoadedPromotion } from "./load-promotion";
import { isOpen } from "./promotion-state";
import { rollbackPlanSchema } from "./rollback-plan";
import { rolloutPlanSchema } from "./rollout-plan";
import { readRunFacts } from "./run-facts-query";
import { diffSubjects, type Subject } from "./subject";

export type PromotionPage = NonNullable<Awaited<ReturnType<typeof findPromotionPage>>>;

/** Everything the page of one promotion shows, judged for the actor, or null. */
export async function findPromotionPage(asker: UserContext, project: string, number: number) {
  const ctx = onePage(asker);
  const loaded = await findPromotion(ctx, number);
  if (!loaded) return null;
  const { promotion, version } = loaded;
  const judging = judgePromotion(ctx, ctx.db, loaded, "show");
  const shown = readShown(ctx, loaded, judging);
  const rolloutPlan = rolloutPlanSchema.parse(promotion.rolloutPlan);
  const rollbackPlan = rollbackPlanSchema.parse(promotion.rollbackPlan);
  const running = readRun(ctx, version.runId);
  const [judged, { policy, evaluation, live }, compared, people, target, run, checks, execution, threads, attached] =
    await Promise.all([
      judging,
      shown,
      shown.then((found) => compareWithLive(ctx, version.runId, found)),
      readNames(ctx, [
        promotion.requestedBy,
        rollbackPlan.ownerUserId,
        ...rolloutPlan.triggers.map((trigger) => trigger.ownerUserId),
      ]),
      readTarget(ctx, promotion.targetId),
      running,
      running.then((found) => listChecks(ctx, { commit: found?.codeCommit ?? null, versionId: version.id })),
      readExecution(ctx, promotion.id),
      listThreads(ctx, promotion.id),
      listAttached(ctx, ctx.db, promotion.id),
    ]);
  const available = availableActions(promotionFacts(judged, promotion.subjectDigest, ctx.now()), actorFacts(ctx.actor));
  const mayApprove = can(ctx.actor, "promotion.approve");
  const [peopleOnPage, passkeys, owners, choices] = await Promise.all([
    readPeopleOnPage(ctx, judged),
    mayApprove ? listPasskeys(ctx) : [],
    can(ctx.actor, "promotion.waive") ? listOwners(ctx) : [],
    available.attach.allowed ? listComparisonChoices(ctx) : [],
  ]);
  const evidence = { evidence: judged.present.evidence, href: paths.promotionEvidence(project, number) };
  const gateOf = new Map(policy.policy.gates.map((gate) => [gate.id, gate]));
  return {
    ...loaded,
    rolloutPlan,
    rollbackPlan,
    returnsTo: judged.present.evidence.rollbackPlan?.returnsTo ?? "",
    people,
    requester: people.get(promotion.requestedBy) ?? "somebody",
    target,
    live,
    run,
    policy,
    evaluation,
    gates: evaluation.results.map((result) => gateRow(result, gateOf.get(result.gateId), evidence)),
    judged,
    ...peopleOnPage,
    hasPasskey: passkeys.length > 0,
    owners,
    decisions: judged.decisions,
    threads,
    unresolved: threads.filter((thread) => thread.resolvedAt === null).length,
    execution,
    checks,
    changes: changesSince(judged),
    available,
    attached,
    attachable: choices.filter(({ id }) => !attached.some((comparison) => comparison.id === id)),
    ...compared,
  };
}

/** What the page shows as evaluated: the last stored results with their policy, and what was live then. */
async function readShown(ctx: Context, loaded: LoadedPromotion, judging: Promise<Judged>) {
  const { policyVersionId, baselineVersionId } = loaded.promotion;
  const [stored, policy, live] = await Promise.all([
    readEvaluation(ctx, loaded),
    getPolicyVersion(ctx, policyVersionId),
    baselineVersionId ? readVersion(ctx, baselineVersionId) : null,
  ]);
  const evaluation = stored ?? (await judging).present.evaluation;
  return { policy, evaluation, live };
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
async function compareWithLive(
  ctx: Context,
  runId: string,
  { policy, evaluation, live }: Awaited<ReturnType<typeof readShown>>,
) {
  if (live === null || live.runId === runId) return { comparison: null, compareState: null };
  const ids = [live.runId, runId];
  const metric = metricInQuestion(policy.policy.gates, evaluation);
  const compareState: CompareState = { ...parseCompare({}), runs: ids, baseline: live.runId, metric };
  const known = await Promise.all(ids.map((id) => readCompared(ctx, id)));
  const { comparison } = await loadComparePage(ctx, compareState, { known });
  return { comparison, compareState };
}

/** A run as it is compared, from the same statements that the gates read it by. */
async function readCompared(ctx: Context, runId: string): Promise<CompareRun> {
  const { run, metrics, slices, evaluation } = await readRunFacts(ctx.db, ctx.projectId, runId);
  const [experiment] = await ctx.db
    .select({ name: experiments.name })
    .from(experiments)
    .where(and(eq(experiments.projectId, ctx.projectId), eq(experiments.id, run.experimentId)));
  return compareRunOf({ run, experimentName: experiment?.name ?? "", metrics, slices, evaluation });
}

/** The metric that slices are shown in: of the first regression on slices that did not pass. */
function metricInQuestion(gates: readonly Gate[], { results }: PolicyEvaluation): string {
  const open = new Set(results.flatMap(({ gateId, outcome }) => (outcome === "passed" ? [] : [gateId])));
  const gate = gates.find((one) => one.kind === "regression" && one.scope === "slices" && open.has(one.id));
  return (gate && gateMetric(gate)) || "recall";
}

/** Results are only ever added, so those of one evaluation are read once; nobody changes what comes back. */
const results = keepRecent<PolicyEvaluation>(20);

async function readEvaluation(ctx: Context, { promotion }: LoadedPromotion): Promise<PolicyEvaluation | null> {
  const ofPromotion = and(
    eq(promotionEvaluations.projectId, ctx.projectId),
    eq(promotionEvaluations.promotionId, promotion.id),
  );
  const [newest] = await ctx.db
    .select({ evaluation: promotionEvaluations.evaluation, digest: promotionEvaluations.resultsDigest })
    .from(promotionEvaluations)
    .where(ofPromotion)
    .orderBy(desc(promotionEvaluations.evaluation))
    .limit(1);
  if (!newest) return null;
  const key = `${ctx.projectId}/${promotion.id}/${newest.evaluation}/${newest.digest}`;
  const kept = results.get(key);
  if (kept) return kept;
  const [row] = await ctx.db
    .select({ results: promotionEvaluations.results })
    .from(promotionEvaluations)
    .where(and(ofPromotion, eq(promotionEvaluations.evaluation, newest.evaluation)));
  return row ? results.put(key, row.results as PolicyEvaluation) : null;
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
