import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members, type PromotionRow, targets, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { loadEvaluationRows, loadPredictions } from "@/lib/experiments/prediction-queries";
import { listSeedRuns } from "@/lib/experiments/seed-runs-query";
import { readCheckEvidence } from "@/lib/governance/ci-checks-query";
import { readFindingEvidence } from "@/lib/governance/findings-query";
import type { Evidence } from "@/lib/governance/gates/evidence";
import type { Gate } from "@/lib/governance/gates/gate";
import { readRiskEvidence } from "@/lib/governance/risk-evidence-query";
import { readCardStanding } from "@/lib/models/card-evidence-query";
import { getVersion } from "@/lib/models/queries";
import { readComparisonEvidence } from "./attached-comparisons-query";
import { readConsumerEvidence } from "./consumers-query";
import { buildEvidence, pairedEvidenceOf, type VersionFacts } from "./evidence";
import { rollbackPlanSchema } from "./rollback-plan";
import { rolloutPlanSchema } from "./rollout-plan";
import { contractEvidenceOf, lineageEvidenceOf, seedEvidenceOf } from "./run-evidence";
import { readRunFacts } from "./run-facts-query";
import { listWaivers, waiverEvidence } from "./waivers-query";

type Asked = Pick<PromotionRow, "id" | "versionId" | "environment" | "targetId" | "rolloutPlan" | "rollbackPlan">;

/**
 * Gathers the evidence document for a version on its way to an environment from stored facts: its run, the run of the version
 * that is live there now, their decisions on the same rows, the owner, the plans and the waivers of these gates. `gatheredAt`
 * is what ages are judged at, `outside` whether a person is outside the conflict set of what is being decided.
 */
export async function collectEvidence(
  ctx: Context,
  db: Reader,
  asked: Asked,
  gatheredAt: Date,
  gates: readonly Gate[],
  outside: (personId: string) => boolean | null = () => null,
): Promise<Evidence> {
  const [candidate, live] = await Promise.all([
    readVersionFacts(ctx, db, asked.versionId),
    readLiveFacts(ctx, db, asked.targetId),
  ]);
  const rollout = rolloutPlanSchema.parse(asked.rolloutPlan);
  const rollback = rollbackPlanSchema.parse(asked.rollbackPlan);
  const about = { modelId: candidate.model.id, versionId: candidate.version.id };
  const { run } = candidate.facts;
  const [names, paired, consumers, seeds, checks, card, risk, findings, comparisons, waivers] = await Promise.all([
    readNames(ctx, db, [
      candidate.model.ownerUserId,
      rollback.ownerUserId,
      ...rollout.triggers.map((trigger) => trigger.ownerUserId),
    ]),
    live ? readPaired(ctx, db, live.facts, candidate.facts) : null,
    readConsumerEvidence(ctx, db, candidate.model.id),
    listSeedRuns(db, ctx.projectId, run),
    readCheckEvidence(ctx, db, { commit: run.codeCommit, versionId: candidate.version.id }),
    readCardStanding(ctx, db, candidate.version.id),
    readRiskEvidence(ctx, db, { ...about, modelTier: candidate.model.riskTier }, outside),
    readFindingEvidence(ctx, db, about, gatheredAt),
    readComparisonEvidence(ctx, db, asked.id),
    listWaivers(ctx, asked, db),
  ]);
  const owner = candidate.model.ownerUserId === null ? undefined : names.get(candidate.model.ownerUserId);
  return buildEvidence({
    gatheredAt,
    environment: asked.environment,
    riskTier: candidate.model.riskTier,
    candidate: candidate.facts,
    live: live?.facts ?? null,
    paired,
    owner: owner ? { userId: owner.userId, name: owner.name, isActive: owner.isActive } : null,
    rollbackPlan: {
      summary: rollback.summary,
      returnsTo: live ? `${live.model.name} ${live.version.version}` : fallbackText[rollout.fallback],
      ownerName: names.get(rollback.ownerUserId)?.name ?? null,
      minutes: rollback.minutes,
      triggers: rollout.triggers.map(({ condition, ownerUserId }) => ({
        condition,
        ownerName: names.get(ownerUserId)?.name ?? null,
      })),
    },
    contract: contractEvidenceOf(candidate.facts.evaluation, live?.facts.evaluation ?? null),
    consumers,
    lineage: lineageEvidenceOf(run),
    seeds: seedEvidenceOf(seeds),
    checks,
    card,
    risk,
    findings,
    comparisons,
    waivers: waiverEvidence(waivers, gates, gatheredAt),
  });
}

const fallbackText = { disable: "the target's own default", none: "what a person then decides" } as const;

/** The version that serves on a target now, null before the first. Throws NOT_FOUND. */
export async function findLiveVersionId(ctx: Context, db: Reader, targetId: string): Promise<string | null> {
  const [target] = await db
    .select({ live: targets.stableVersionId })
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.id, targetId)));
  if (!target) throw notFound("The target of this promotion");
  return target.live;
}

async function readLiveFacts(ctx: Context, db: Reader, targetId: string) {
  const liveId = await findLiveVersionId(ctx, db, targetId);
  return liveId === null ? null : readVersionFacts(ctx, db, liveId);
}

async function readVersionFacts(ctx: Context, db: Reader, versionId: string) {
  const { version, model } = await getVersion(ctx, versionId, db);
  const facts: VersionFacts = {
    version,
    modelName: model.name,
    ...(await readRunFacts(db, ctx.projectId, version.runId, version.loggedModelId)),
  };
  return { version, model, facts };
}

async function readPaired(
  ctx: Context,
  db: Reader,
  live: VersionFacts,
  candidate: VersionFacts,
): Promise<Evidence["paired"]> {
  if (live.run.id === candidate.run.id) return null;
  const scored = await loadPredictions(ctx, [live.run.id, candidate.run.id], db);
  const from = scored.get(live.run.id);
  const to = scored.get(candidate.run.id);
  if (!from || !to || from.rowsDigest !== to.rowsDigest) return null;
  const rows = await loadEvaluationRows(ctx, from.rowsDigest, db);
  if (!rows) return null;
  const paired = {
    labels: rows.labels,
    columns: rows.columns,
    baselineScores: from.scores,
    candidateScores: to.scores,
    baselineThreshold: from.threshold,
    candidateThreshold: to.threshold,
  };
  return pairedEvidenceOf(rows.digest, paired, [...new Set(candidate.slices.map((slice) => slice.dimension))]);
}

type Person = { userId: string; name: string; isActive: boolean };

/** Names of people, and whether they still have an account that works in this project. */
async function readNames(ctx: Context, db: Reader, userIds: readonly (string | null)[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(userIds.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ userId: users.id, name: users.name, disabledAt: users.disabledAt, member: members.userId })
    .from(users)
    .leftJoin(members, and(eq(members.userId, users.id), eq(members.projectId, ctx.projectId)))
    .where(inArray(users.id, wanted));
  return new Map(
    rows.map((row) => [
      row.userId,
      { userId: row.userId, name: row.name, isActive: row.disabledAt === null && row.member !== null },
    ]),
  );
}
