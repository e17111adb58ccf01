import { and, eq } from "drizzle-orm";
import { promotions, rollouts, targets } from "@/db/schema";
import { acknowledgeTarget } from "@/lib/deployments/commands/acknowledge-target";
import { advanceRollout } from "@/lib/deployments/commands/advance-rollout";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { approvePromotion } from "@/lib/promotions/commands/approve-promotion";
import { requestPromotion } from "@/lib/promotions/commands/request-promotion";
import type { RolloutPlanInput } from "@/lib/promotions/rollout-plan";
import type { CastName, Stage } from "./cast";

export type Ask = {
  versionId: string;
  targetId: string;
  reason: string;
  stages: RolloutPlanInput["stages"];
  comparisonIds?: string[];
};

/** Marta asks for a version to go to a target; Dana answers for the way back. */
export async function ask(
  stage: Stage,
  { versionId, targetId, reason, stages, comparisonIds = [] }: Ask,
): Promise<number> {
  const dana = stage.userId.dana;
  const { number } = await requestPromotion(stage.as("marta"), {
    versionId,
    targetId,
    reason,
    rolloutPlan: {
      stages,
      triggers: [
        { condition: "More than 1 % of requests fail for 10 minutes", ownerUserId: dana, mode: "page_owner" },
        {
          condition: "Recall of a guarded slice falls below its floor",
          ownerUserId: stage.userId.ines,
          mode: "page_owner",
        },
      ],
    },
    rollbackPlan: {
      summary: "Point the target back at the version before; its artifact is kept warm.",
      ownerUserId: dana,
      minutes: 5,
    },
    comparisonIds,
  });
  return number;
}

export async function promotionRow(stage: Stage, number: number) {
  const [row] = await stage.db
    .select()
    .from(promotions)
    .where(and(eq(promotions.projectId, stage.projectId), eq(promotions.number, number)));
  if (!row?.subjectDigest) throw new Error(`demo: P-${number} has no subject`);
  return { ...row, subjectDigest: row.subjectDigest };
}

/** A person approves what is on record now. */
export async function approve(stage: Stage, number: number, who: CastName, comment: string): Promise<void> {
  const { subjectDigest } = await promotionRow(stage, number);
  await approvePromotion(stage.as(who), { number, subjectDigest, comment });
}

/** Carries an approved promotion out and lets the target confirm its first stage; returns the rollout's number. */
export async function execute(stage: Stage, number: number): Promise<number> {
  const { id } = await promotionRow(stage, number);
  await executePromotion(stage.system, { number });
  const [rollout] = await stage.db
    .select({ number: rollouts.number })
    .from(rollouts)
    .where(and(eq(rollouts.projectId, stage.projectId), eq(rollouts.promotionId, id)));
  if (!rollout) throw new Error(`demo: P-${number} was not carried out`);
  await confirm(stage, rollout.number);
  return rollout.number;
}

/** The target reports that it serves what it was asked to. */
export async function confirm(stage: Stage, rollout: number): Promise<void> {
  const [row] = await stage.db
    .select({ name: targets.name, generation: targets.desiredGeneration })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .where(and(eq(rollouts.projectId, stage.projectId), eq(rollouts.number, rollout)));
  if (!row) throw new Error(`demo: R-${rollout} is missing`);
  stage.clock.forward({ minutes: 2 });
  await acknowledgeTarget(stage.system, { target: row.name, generation: row.generation });
}

/** Dana opens the next stage once the present one has soaked; `true` = the rollout is complete. */
export async function advance(stage: Stage, rollout: number): Promise<boolean> {
  const [row] = await stage.db
    .select()
    .from(rollouts)
    .where(and(eq(rollouts.projectId, stage.projectId), eq(rollouts.number, rollout)));
  if (!row) throw new Error(`demo: R-${rollout} is missing`);
  const { stageIndex, lockVersion } = row;
  const { state } = await advanceRollout(stage.as("dana"), { number: rollout, stageIndex, lockVersion });
  if (state === "COMPLETED") return true;
  if (state === "APPLYING") await confirm(stage, rollout);
  return false;
}

/** Walks a rollout to its end, waiting `hours` at each stage. */
export async function complete(stage: Stage, rollout: number, hours: number): Promise<void> {
  for (let step = 0; step < 20; step++) {
    stage.clock.forward({ hours });
    if (await advance(stage, rollout)) return;
  }
  throw new Error(`demo: R-${rollout} does not end`);
}
