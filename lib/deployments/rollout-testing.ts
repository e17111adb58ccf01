import type { RolloutState } from "@/db/enums";
import { defaultPlan } from "@/lib/promotions/rollout-plan";
import type { RolloutFacts, RolloutStatus } from "./rollout";

/** The shipped plan of the high tier: shadow, 5, 25, 50 with a gate, 100. */
export const plan = defaultPlan("high", "owner");
/** A rollout in a state, at its second stage. */
export const at = (state: RolloutState, more: Partial<RolloutStatus> = {}): RolloutStatus => ({
  state,
  stageIndex: 1,
  pauseReason: null,
  lockVersion: 7,
  kind: "forward",
  fromVersionId: "v7",
  toVersionId: "v8",
  plan,
  ...more,
});
/** Facts under which nothing stands in the way of the next stage. */
export const soaked: RolloutFacts = {
  now: 1e12,
  stageEnteredAt: 0,
  commandSent: true,
  acknowledged: true,
  targetHeld: false,
  otherRolloutRunning: false,
  samples: 1e9,
  verdicts: {},
  baselineHealthy: true,
};
