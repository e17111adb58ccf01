import type { PauseReason, RolloutKind, RolloutState } from "@/db/enums";
import type { DesiredState } from "@/db/schema/deployments";
import type { RolloutPlan } from "@/lib/promotions/rollout-plan";
import { desiredForStage, desiredStable } from "./desired-state";

/** What is stored of a rollout and decides its next step. */
export type RolloutStatus = {
  state: RolloutState;
  stageIndex: number;
  pauseReason: PauseReason | null;
  lockVersion: number;
  kind: RolloutKind;
  fromVersionId: string | null;
  toVersionId: string;
  plan: RolloutPlan;
};

export type Verdict = "PASS" | "FAIL" | "INCONCLUSIVE" | "NO_DATA" | "ERROR";

/** What is true outside the rollout's row when it is judged; times in milliseconds of the database clock. */
export type RolloutFacts = {
  now: number;
  stageEnteredAt: number;
  /** Whether a command of this rollout was ever sent to the target. */
  commandSent: boolean;
  /** Whether the target has acknowledged the newest generation. */
  acknowledged: boolean;
  targetHeld: boolean;
  otherRolloutRunning: boolean;
  samples: number;
  /** Latest verdict of each enforced guardrail, by id; a missing one counts as NO_DATA. */
  verdicts: Readonly<Record<string, Verdict>>;
  baselineHealthy: boolean;
};

/** A stage-bound event names the stage and lock version its sender saw, so that two clicks cannot skip a stage. */
export type Seen = { stageIndex: number; lockVersion: number };
export type RolloutEvent =
  | { type: "submit" }
  | { type: "approve" }
  | { type: "start"; releaseHold?: boolean }
  | { type: "acknowledge" }
  | { type: "apply_timeout" }
  | { type: "stage_pass"; seen: Seen }
  | { type: "gate_approve"; seen: Seen }
  | { type: "guardrail_fail"; guardrailId: string }
  | { type: "inconclusive" | "metrics_error" }
  | { type: "pause" }
  | { type: "resume"; seen: Seen }
  | { type: "override_advance"; seen: Seen; secondPerson: boolean }
  | { type: "roll_back" }
  | { type: "rollback_deadline" }
  | { type: "attest"; secondPerson: boolean }
  | { type: "supersede" };

export type Transition = {
  ok: true;
  /** Row of the transition table in delivery section 1.3. */
  rule: `T${number}`;
  to: RolloutState;
  stageIndex: number;
  pauseReason: PauseReason | null;
  /** A new desired state for the target, sent with the next generation; absent when nothing changes for it. */
  desired?: DesiredState;
  /** The version that is stable on the target from now on; only a completed rollout sets it. */
  newStable?: string | null;
  hold?: boolean;
  releasesHold?: boolean;
};
export type Refusal = {
  ok: false;
  code: "wrong_state" | "stage_changed" | "not_yet" | "not_allowed";
  reason: string;
};

const running: readonly RolloutState[] = ["APPLYING", "OBSERVING", "GATED", "PAUSED"];
export const isTerminal = (state: RolloutState): boolean =>
  state === "COMPLETED" || state === "ROLLED_BACK" || state === "CANCELLED" || state === "SUPERSEDED";

const refuse = (code: Refusal["code"], reason: string): Refusal => ({
  ok: false,
  code,
  reason,
});
const words = (state: RolloutState) => state.toLowerCase().replaceAll("_", " ");

/** Decides one event against one rollout, by the table T1 to T17 of delivery section 1.3. Values in, values out. */
export function decide(rollout: RolloutStatus, event: RolloutEvent, facts: RolloutFacts): Transition | Refusal {
  const { state, stageIndex, plan } = rollout;
  const stay = { stageIndex, pauseReason: null } as const;
  const wrong = () => refuse("wrong_state", `This is not possible while the rollout is ${words(state)}.`);
  switch (event.type) {
    case "submit":
      return state === "DRAFT" ? { ok: true, rule: "T1", to: "AWAITING_APPROVAL", ...stay } : wrong();
    case "approve":
      return state === "AWAITING_APPROVAL" ? { ok: true, rule: "T2", to: "QUEUED", ...stay } : wrong();
    case "start": {
      if (state !== "QUEUED") return wrong();
      if (facts.otherRolloutRunning)
        return refuse("not_yet", "Another rollout is under way on this target; this one waits for it to end.");
      if (facts.targetHeld && !event.releaseHold)
        return refuse("not_allowed", "The target is held after a rollback; release the hold first.");
      return {
        ok: true,
        rule: "T3",
        to: "APPLYING",
        stageIndex: 0,
        pauseReason: null,
        desired: desiredAt(rollout, 0),
        releasesHold: facts.targetHeld,
      };
    }
    case "acknowledge":
      if (state === "APPLYING") return { ok: true, rule: "T4", to: "OBSERVING", ...stay };
      if (state === "ROLLING_BACK")
        return {
          ok: true,
          rule: "T13",
          to: "ROLLED_BACK",
          ...stay,
          hold: true,
        };
      if (state === "ROLLBACK_STALLED")
        return {
          ok: true,
          rule: "T15",
          to: "ROLLED_BACK",
          ...stay,
          hold: true,
        };
      return wrong();
    case "apply_timeout":
      if (state !== "APPLYING") return wrong();
      if (facts.now < facts.stageEnteredAt + plan.applyDeadlineSeconds * 1000)
        return refuse("not_yet", "The target still has time to acknowledge.");
      if (plan.onApplyTimeout === "roll_back") return rollback(rollout, facts, "T5");
      return paused(rollout, "T5", "apply_timeout");
    case "stage_pass": {
      if (state !== "OBSERVING") return wrong();
      const moved = changed(rollout, event.seen);
      if (moved) return moved;
      const waiting = stageWaitsFor(rollout, facts);
      if (waiting.length > 0) return refuse("not_yet", waiting.join(" "));
      if (plan.stages[stageIndex]?.gate) return { ok: true, rule: "T6", to: "GATED", ...stay };
      return enter(rollout, stageIndex + 1, "T6");
    }
    case "gate_approve":
      if (state !== "GATED") return wrong();
      return changed(rollout, event.seen) ?? standingFailure(rollout, facts) ?? enter(rollout, stageIndex + 1, "T7");
    case "guardrail_fail":
      if (!running.includes(state)) return wrong();
      if (rollout.kind === "rollback") return refuse("not_allowed", "A rollback is never taken back automatically.");
      if (!facts.baselineHealthy || (rollout.fromVersionId === null && plan.fallback === "none")) {
        // Level-triggered: the same facts must not pause it again at every tick.
        if (state === "PAUSED" && rollout.pauseReason === "baseline_unhealthy")
          return refuse("not_yet", "It is paused for this already: there is no healthy version to go back to.");
        return paused(rollout, "T8", "baseline_unhealthy");
      }
      return rollback(rollout, facts, "T8");
    case "inconclusive":
    case "metrics_error":
      if (state !== "OBSERVING" && state !== "GATED") return wrong();
      return paused(rollout, "T9", event.type);
    case "pause":
      if (state !== "OBSERVING" && state !== "GATED" && state !== "APPLYING") return wrong();
      return paused(rollout, "T9", "manual");
    case "resume": {
      if (state !== "PAUSED") return wrong();
      const moved = changed(rollout, event.seen);
      if (moved) return moved;
      // A pause that interrupted the step itself goes back to waiting for the target; the generation is unchanged.
      return {
        ok: true,
        rule: "T10",
        to: facts.acknowledged ? "OBSERVING" : "APPLYING",
        ...stay,
      };
    }
    case "override_advance":
      if (state !== "PAUSED" && state !== "GATED") return wrong();
      if (!event.secondPerson) return refuse("not_allowed", "An override needs a second person.");
      // A rollout is complete, and its version the one to go back to, only after all traffic has soaked on it.
      if (stageIndex >= plan.stages.length - 1)
        return refuse("not_allowed", "The full stage cannot be overridden; resume it and let it soak.");
      return changed(rollout, event.seen) ?? standingFailure(rollout, facts) ?? enter(rollout, stageIndex + 1, "T11");
    case "roll_back":
      if (isTerminal(state)) return refuse("wrong_state", `The rollout has already ended: ${words(state)}.`);
      if (state === "ROLLING_BACK" || state === "ROLLBACK_STALLED")
        return refuse("wrong_state", "It is already being rolled back.");
      return rollback(rollout, facts, "T12");
    case "rollback_deadline":
      return state === "ROLLING_BACK" ? { ok: true, rule: "T14", to: "ROLLBACK_STALLED", ...stay } : wrong();
    case "attest":
      if (state !== "ROLLBACK_STALLED") return wrong();
      if (!event.secondPerson) return refuse("not_allowed", "Attesting a rollback needs a second person.");
      return { ok: true, rule: "T15", to: "ROLLED_BACK", ...stay, hold: true };
    case "supersede":
      if (state !== "AWAITING_APPROVAL" && state !== "QUEUED") return wrong();
      return { ok: true, rule: "T16", to: "SUPERSEDED", ...stay };
  }
}

const paused = (rollout: RolloutStatus, rule: Transition["rule"], pauseReason: PauseReason): Transition => ({
  ok: true,
  rule,
  to: "PAUSED",
  stageIndex: rollout.stageIndex,
  pauseReason,
});

const desiredAt = (rollout: RolloutStatus, stage: number): DesiredState =>
  desiredForStage(rollout.plan, stage, rollout.fromVersionId, rollout.toVersionId);

function changed(rollout: RolloutStatus, seen: Seen): Refusal | null {
  if (seen.stageIndex === rollout.stageIndex && seen.lockVersion === rollout.lockVersion) return null;
  return refuse(
    "stage_changed",
    `The rollout moved on: it is ${words(rollout.state)} at stage ${rollout.stageIndex + 1}. Look again before you decide.`,
  );
}

function standingFailure(rollout: RolloutStatus, facts: RolloutFacts): Refusal | null {
  const failing = rollout.plan.guardrails.filter((g) => facts.verdicts[g.id] === "FAIL");
  return failing.length ? refuse("not_allowed", `A guardrail fails: ${failing.map((g) => g.title).join(", ")}.`) : null;
}

/** Enters a stage; beyond the last one the rollout is complete and its version becomes the stable one. */
function enter(rollout: RolloutStatus, stage: number, rule: Transition["rule"]): Transition {
  if (stage < rollout.plan.stages.length) {
    return {
      ok: true,
      rule,
      to: "APPLYING",
      stageIndex: stage,
      pauseReason: null,
      desired: desiredAt(rollout, stage),
    };
  }
  return {
    ok: true,
    rule,
    to: "COMPLETED",
    stageIndex: rollout.stageIndex,
    pauseReason: null,
    desired: desiredStable(rollout.toVersionId),
    newStable: rollout.toVersionId,
  };
}

/** T12 and its automatic siblings: back to what was stable at the start, or cancelled when no traffic ever moved. */
function rollback(rollout: RolloutStatus, facts: RolloutFacts, rule: Transition["rule"]): Transition {
  const common = {
    ok: true,
    rule,
    stageIndex: rollout.stageIndex,
    pauseReason: null,
  } as const;
  if (!facts.commandSent) return { ...common, to: "CANCELLED" };
  return {
    ...common,
    to: "ROLLING_BACK",
    desired: desiredStable(rollout.fromVersionId),
  };
}

/** What the current stage still needs before the next may start, in sentences; empty = ready. Missing data never passes. */
export function stageWaitsFor(rollout: RolloutStatus, facts: RolloutFacts): string[] {
  const stage = rollout.plan.stages[rollout.stageIndex];
  if (!stage) return [];
  const sentences: string[] = [];
  const left = facts.stageEnteredAt + stage.soakMinutes * 60_000 - facts.now;
  if (left > 0) sentences.push(`The stage soaks for another ${duration(left)}.`);
  if (facts.samples < stage.minSamples) sentences.push(`It has ${facts.samples} of ${stage.minSamples} samples.`);
  for (const guardrail of rollout.plan.guardrails.filter((g) => g.enforced)) {
    const verdict = facts.verdicts[guardrail.id] ?? "NO_DATA";
    if (verdict !== "PASS")
      sentences.push(`${guardrail.title} has not passed (${verdict.toLowerCase().replace("_", " ")}).`);
  }
  return sentences;
}

/** "2 h 5 min", "3 min", "40 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
