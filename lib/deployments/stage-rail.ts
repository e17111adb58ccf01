import type { RolloutState } from "@/db/enums";
import type { RolloutPlan, Stage } from "@/lib/promotions/rollout-plan";
import { stageLabel } from "@/lib/promotions/rollout-plan";

export type RailStage = {
  label: string;
  kind: Stage["kind"];
  weight: number;
  status: "done" | "current" | "ahead" | "not_reached";
  soakMinutes: number;
  minSamples: number;
  gate: boolean;
};

const endedEarly: readonly RolloutState[] = [
  "ROLLING_BACK",
  "ROLLBACK_STALLED",
  "ROLLED_BACK",
  "CANCELLED",
  "SUPERSEDED",
];

/** The stages of a rollout as a row to draw: what is done, what is on, what lies ahead, what will not come. */
export function stageRail(plan: RolloutPlan, state: RolloutState, stageIndex: number): RailStage[] {
  return plan.stages.map((stage, i) => ({
    label: stageLabel(stage),
    kind: stage.kind,
    weight: stage.weight,
    status: statusOf(i, state, stageIndex),
    soakMinutes: stage.soakMinutes,
    minSamples: stage.minSamples,
    gate: stage.gate,
  }));
}

function statusOf(i: number, state: RolloutState, current: number): RailStage["status"] {
  if (state === "COMPLETED" || i < current) return "done";
  if (i === current && state !== "QUEUED" && state !== "DRAFT" && state !== "AWAITING_APPROVAL") return "current";
  return endedEarly.includes(state) ? "not_reached" : "ahead";
}
