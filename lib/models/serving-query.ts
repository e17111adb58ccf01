import "server-only";
import { and, asc, eq, inArray, notInArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { terminalRolloutStates } from "@/db/enums";
import { environments, freeAliases, modelVersions, promotions, rollouts, targets } from "@/db/schema";
import { openPromotionStates } from "./open-promotion-states";
import type { Use } from "./version-standing";

/** Where a model can serve, which version does, and which of its aliases are free. */
export async function readServing(db: Reader, projectId: number, modelId: string) {
  const [places, rows, free] = await Promise.all([
    db
      .select({ name: environments.name })
      .from(environments)
      .where(eq(environments.projectId, projectId))
      .orderBy(asc(environments.position)),
    db
      .select({ target: targets.name, environment: targets.environment, version: modelVersions.version })
      .from(targets)
      .leftJoin(
        modelVersions,
        and(eq(modelVersions.projectId, targets.projectId), eq(modelVersions.id, targets.stableVersionId)),
      )
      .where(and(eq(targets.projectId, projectId), eq(targets.modelId, modelId)))
      .orderBy(asc(targets.name)),
    db
      .select({ alias: freeAliases.alias })
      .from(freeAliases)
      .where(and(eq(freeAliases.projectId, projectId), eq(freeAliases.modelId, modelId))),
  ]);
  return {
    places: { environments: places.map(({ name }) => name), targets: rows.map(({ target }) => target) },
    serving: rows,
    free: new Set(free.map(({ alias }) => alias)),
  };
}
export type ModelServing = Awaited<ReturnType<typeof readServing>>;

/**
 * What uses a model, or one of its versions. The targets of the model stay locked until the caller's transaction ends, so that
 * no rollout of it starts meanwhile.
 */
export async function lockUse(
  tx: Reader,
  projectId: number,
  of: { modelId: string; versionId: string | null },
): Promise<Use> {
  const found = await tx
    .select({
      id: targets.id,
      name: targets.name,
      environment: targets.environment,
      desired: targets.desired,
      stable: targets.stableVersionId,
    })
    .from(targets)
    .where(and(eq(targets.projectId, projectId), eq(targets.modelId, of.modelId)))
    .orderBy(asc(targets.name))
    .for("update");
  const running =
    found.length === 0
      ? []
      : await tx
          .select({ targetId: rollouts.targetId, from: rollouts.fromVersionId, to: rollouts.toVersionId })
          .from(rollouts)
          .where(
            and(
              eq(rollouts.projectId, projectId),
              inArray(
                rollouts.targetId,
                found.map(({ id }) => id),
              ),
              notInArray(rollouts.state, [...terminalRolloutStates]),
            ),
          );
  const uses = (...ids: (string | null)[]) =>
    of.versionId === null ? ids.some((id) => id !== null) : ids.includes(of.versionId);
  const live = found.filter(
    ({ id, stable, desired }) =>
      uses(stable, desired.stableVersionId, desired.candidateVersionId) ||
      running.some((rollout) => rollout.targetId === id && uses(rollout.from, rollout.to)),
  );
  const open = await tx
    .select({ number: promotions.number })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, projectId),
        of.versionId === null ? eq(promotions.modelId, of.modelId) : eq(promotions.versionId, of.versionId),
        inArray(promotions.state, [...openPromotionStates]),
      ),
    )
    .orderBy(asc(promotions.number));
  return {
    targets: live.map(({ name, environment }) => ({ name, environment })),
    promotions: open.map(({ number }) => number),
  };
}
