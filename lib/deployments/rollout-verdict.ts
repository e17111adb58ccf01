import { stageLabel } from "@/lib/promotions/rollout-plan";
import { decide, duration, isTerminal, type RolloutFacts, type RolloutStatus } from "./rollout";

export type RolloutVerdict = { tone: "accent" | "pass" | "warn" | "fail" | "neutral"; sentence: string; next: string };

type Names = { target: string; from: string; to: string };

/** Why a rollout is where it is and who acts next: one sentence each. */
export function rolloutVerdict(
  status: RolloutStatus,
  facts: RolloutFacts,
  waitsFor: readonly string[],
  names: Names,
): RolloutVerdict {
  const stage = status.plan.stages[status.stageIndex];
  const at = stage ? stageLabel(stage) : "";
  const last = status.stageIndex === status.plan.stages.length - 1;
  switch (status.state) {
    case "DRAFT":
    case "AWAITING_APPROVAL":
      return { tone: "neutral", sentence: "It has not been approved yet.", next: "An approver acts next." };
    case "QUEUED":
      return {
        tone: "neutral",
        sentence: `It waits for ${names.target} to be free.`,
        next: "The controller starts it by itself.",
      };
    case "APPLYING":
      return {
        tone: "accent",
        sentence: `${names.target} was asked to serve ${names.to} at ${at} and has not confirmed it yet.`,
        next: "The target acts next: it reports the generation that it serves. An operator may confirm by hand what they have seen.",
      };
    case "OBSERVING":
      if (waitsFor.length > 0)
        return {
          tone: "accent",
          sentence: `It stays at ${at}. ${waitsFor.join(" ")}`,
          next: "Nobody has to act until then.",
        };
      return {
        tone: "accent",
        sentence: `The stage at ${at} has soaked and nothing stands against it.`,
        next: last ? "An operator completes the rollout." : "An operator opens the next stage.",
      };
    case "GATED":
      return {
        tone: "warn",
        sentence: `The stage at ${at} passed; its gate is closed.`,
        next: "An operator opens the gate or rolls back.",
      };
    case "PAUSED":
      return {
        tone: "warn",
        sentence: `It is paused at ${at} (${(status.pauseReason ?? "manual").replaceAll("_", " ")}); traffic stays as it is and the triggers stay armed.`,
        next: "An operator resumes or rolls back.",
      };
    case "ROLLING_BACK":
      return {
        tone: "fail",
        sentence: `${names.target} was asked to go back to ${names.from} and has not confirmed it yet.`,
        next: "The target acts next; an operator may confirm by hand what they have seen.",
      };
    case "ROLLBACK_STALLED":
      return {
        tone: "fail",
        sentence: `${names.target} has not confirmed the rollback in time.`,
        next: "The model owner makes sure that the target goes back, then confirms.",
      };
    case "COMPLETED":
      return {
        tone: "pass",
        sentence: `${names.to} serves all traffic on ${names.target}.`,
        next: "Nobody has to act.",
      };
    case "ROLLED_BACK":
      return {
        tone: "fail",
        sentence: `It was rolled back: ${names.target} serves ${names.from} again.`,
        next: facts.targetHeld ? "The target is held until an operator releases it." : "Nobody has to act.",
      };
    case "CANCELLED":
      return { tone: "neutral", sentence: "It was cancelled before any traffic moved.", next: "Nobody has to act." };
    case "SUPERSEDED":
      return { tone: "neutral", sentence: "A newer rollout took its place.", next: "Nobody has to act." };
  }
}

export type RolloutActions = Record<
  "advance" | "pause" | "resume" | "rollBack" | "confirm",
  { possible: boolean; reason: string | null }
>;

/** Which buttons a rollout has in its state, and why one cannot be used: the same decisions that the commands make. */
export function rolloutActions(status: RolloutStatus, facts: RolloutFacts): RolloutActions {
  const seen = { stageIndex: status.stageIndex, lockVersion: status.lockVersion };
  const judged = (result: ReturnType<typeof decide>) => ({
    possible: result.ok,
    reason: result.ok ? null : result.reason,
  });
  return {
    advance: judged(decide(status, { type: status.state === "GATED" ? "gate_approve" : "stage_pass", seen }, facts)),
    pause: judged(decide(status, { type: "pause" }, facts)),
    resume: judged(decide(status, { type: "resume", seen }, facts)),
    rollBack: judged(decide(status, { type: "roll_back" }, facts)),
    confirm: judged(decide(status, { type: "acknowledge" }, { ...facts, acknowledged: true })),
  };
}

/** Time left of the stage's soak in words, or null when it is over. */
export function soakLeft(status: RolloutStatus, facts: RolloutFacts): string | null {
  const stage = status.plan.stages[status.stageIndex];
  if (!stage || isTerminal(status.state)) return null;
  const left = facts.stageEnteredAt + stage.soakMinutes * 60_000 - facts.now;
  return left > 0 ? duration(left) : null;
}
