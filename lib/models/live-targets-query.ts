import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { environments, modelVersions, targets } from "@/db/schema";
import type { Context } from "@/lib/context";

export type LiveTarget = {
  modelId: string;
  targetId: string;
  target: string;
  environment: string;
  stable: { versionId: string; version: number } | null;
  since: Date | null;
  /** The candidate of a rollout under way, with its share of decisions in percent. */
  candidate: { versionId: string; version: number; weight: number; stage: string | null } | null;
  held: boolean;
};

/** What every target of the project (or of one model) serves, in the order of environments. */
export async function listLiveTargets(ctx: Context, modelId?: string): Promise<LiveTarget[]> {
  const stable = alias(modelVersions, "stable_version");
  const candidate = alias(modelVersions, "candidate_version");
  const rows = await ctx.db
    .select({ target: targets, stableVersion: stable.version, candidateVersion: candidate.version })
    .from(targets)
    .innerJoin(
      environments,
      and(eq(environments.projectId, targets.projectId), eq(environments.name, targets.environment)),
    )
    .leftJoin(stable, and(eq(stable.projectId, targets.projectId), eq(stable.id, targets.stableVersionId)))
    .leftJoin(
      candidate,
      and(
        eq(candidate.projectId, targets.projectId),
        eq(candidate.id, sql`${targets.desired} ->> 'candidateVersionId'`),
      ),
    )
    .where(and(eq(targets.projectId, ctx.projectId), modelId ? eq(targets.modelId, modelId) : undefined))
    .orderBy(asc(environments.position), asc(targets.name));
  return rows.map(({ target, stableVersion, candidateVersion }) => {
    const { candidateVersionId, weight, stage } = target.desired;
    return {
      modelId: target.modelId,
      targetId: target.id,
      target: target.name,
      environment: target.environment,
      stable:
        target.stableVersionId && stableVersion !== null
          ? { versionId: target.stableVersionId, version: stableVersion }
          : null,
      since: target.stableSince,
      candidate:
        candidateVersionId && candidateVersion !== null
          ? { versionId: candidateVersionId, version: candidateVersion, weight, stage }
          : null,
      held: target.hold !== null,
    };
  });
}
