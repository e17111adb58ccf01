import type { DesiredState } from "@/db/schema/deployments";
import type { RolloutPlan } from "@/lib/promotions/rollout-plan";
import { stageLabel } from "@/lib/promotions/rollout-plan";

/** The whole state a target is asked to serve while `stageIndex` of a plan is on. */
export function desiredForStage(plan: RolloutPlan, stageIndex: number, from: string | null, to: string): DesiredState {
  const stage = plan.stages[stageIndex];
  if (!stage) return desiredStable(from);
  return {
    stableVersionId: from,
    candidateVersionId: to,
    stage: stageLabel(stage),
    weight: stage.weight,
    mirrorPercent: stage.kind === "shadow" ? stage.mirrorPercent : 0,
    match: stage.kind === "segment" ? stage.match : null,
  };
}

/** One version takes everything; null = the target serves its own default. */
export const desiredStable = (versionId: string | null): DesiredState => ({
  stableVersionId: versionId,
  candidateVersionId: null,
  stage: null,
  weight: 0,
  mirrorPercent: 0,
  match: null,
});

/** Whether what a target reports is what it was asked for; weights may differ by `tolerance` percentage points. */
export function servesAsAsked(observed: DesiredState, desired: DesiredState, tolerance = 1): boolean {
  return (
    observed.stableVersionId === desired.stableVersionId &&
    observed.candidateVersionId === desired.candidateVersionId &&
    Math.abs(observed.weight - desired.weight) <= tolerance &&
    Math.abs(observed.mirrorPercent - desired.mirrorPercent) <= tolerance &&
    observed.match === desired.match
  );
}

type Reported = {
  desired: DesiredState;
  desiredGeneration: number;
  observed: DesiredState | null;
  observedGeneration: number;
};

/** Whether a target has confirmed the newest generation and serves it as asked; a report of half the weight does not. */
export const isAcknowledged = (target: Reported): boolean =>
  target.observedGeneration >= target.desiredGeneration &&
  target.observed !== null &&
  servesAsAsked(target.observed, target.desired);

export type Share = {
  versionId: string | null;
  percent: number;
  role: "stable" | "candidate" | "shadow" | "segment";
};

/** Who gets which share of live traffic in a desired state; a shadow or segment candidate is listed with 0 %. */
export function traffic(desired: DesiredState): Share[] {
  const stable: Share = {
    versionId: desired.stableVersionId,
    percent: 100 - desired.weight,
    role: "stable",
  };
  if (!desired.candidateVersionId) return [stable];
  const role = desired.mirrorPercent > 0 ? "shadow" : desired.match ? "segment" : "candidate";
  const candidate: Share = {
    versionId: desired.candidateVersionId,
    percent: desired.weight,
    role,
  };
  return stable.percent > 0 ? [stable, candidate] : [candidate];
}
