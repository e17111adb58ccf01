import { decide, isTerminal, type RolloutEvent, type RolloutFacts, type RolloutStatus } from "./rollout";

export type TickFacts = RolloutFacts & {
  rollbackDeadlineMs: number;
  advancesByItself: boolean;
};

/**
 * What the clock alone makes due for a rollout, or null. Precedence in one tick: rollback > pause > advance; while
 * anything is missing nothing advances. Level-triggered: the same facts give the same answer after a restart.
 */
export function next(rollout: RolloutStatus, facts: TickFacts): RolloutEvent | null {
  if (isTerminal(rollout.state)) return null;
  const possible = (event: RolloutEvent) => (decide(rollout, event, facts).ok ? event : null);
  if (rollout.state === "ROLLING_BACK") {
    return facts.now > facts.stageEnteredAt + facts.rollbackDeadlineMs ? possible({ type: "rollback_deadline" }) : null;
  }
  const failing = armedFailure(rollout, facts);
  if (failing) return possible({ type: "guardrail_fail", guardrailId: failing });
  if (rollout.state === "APPLYING") return possible({ type: "apply_timeout" });
  if (rollout.state === "OBSERVING" && facts.advancesByItself) {
    return possible({
      type: "stage_pass",
      seen: {
        stageIndex: rollout.stageIndex,
        lockVersion: rollout.lockVersion,
      },
    });
  }
  return null;
}

/** The first failing guardrail while an automatic trigger is armed; a pause does not disarm. */
function armedFailure(rollout: RolloutStatus, facts: RolloutFacts): string | null {
  const armed = rollout.plan.triggers.some((t) => t.mode === "auto" && t.armedFromStage <= rollout.stageIndex);
  if (!armed) return null;
  return rollout.plan.guardrails.find((g) => facts.verdicts[g.id] === "FAIL")?.id ?? null;
}
