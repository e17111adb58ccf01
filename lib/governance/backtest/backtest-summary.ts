import type { PromotionState, RiskTier } from "@/db/enums";
import type { PolicyEvaluation } from "../gates/evaluate-policy";
import type { Gate } from "../gates/gate";
import type { GateResult } from "../gates/gate-result";

/** What became of a promotion's rollout, as far as it says something about its policy. */
export type RolloutFate = { number: number; fate: "rolled_back" | "completed" | "under_way" };

/** One stored evaluation: what the gates read then, and what they said. */
export type PastCase = {
  promotion: number;
  model: string;
  version: number;
  tier: RiskTier;
  environment: string;
  state: PromotionState;
  evaluation: number;
  evaluatedAt: string;
  policy: string;
  /** The gates of the policy version that judged it. */
  gates: readonly Gate[];
  evidence: unknown;
  results: Pick<PolicyEvaluation, "verdict" | "results">;
  rollout: RolloutFate | null;
};

export type Verdict = "passed" | "blocked" | "unknown";
export const caseClasses = [
  "newly_blocked",
  "newly_let_through",
  "cannot_tell",
  "still_blocked",
  "still_passed",
] as const;
export type CaseClass = (typeof caseClasses)[number];

export type DecidingGate = Pick<
  GateResult,
  "gateId" | "title" | "outcome" | "observed" | "limit" | "comparison" | "headroom" | "sentence"
>;
export type CaseResult = Omit<PastCase, "gates" | "evidence" | "results"> & {
  before: "passed" | "blocked";
  draft: Verdict;
  class: CaseClass;
  /** The gates that decide: what blocks under the draft, or blocked then and does no longer; the worst first, at most three. */
  deciding: readonly DecidingGate[];
  moreDeciding: number;
  /** Gates whose evidence the past does not hold. */
  missing: readonly string[];
};

export type RunResult = {
  runId: string;
  name: string;
  live: Verdict;
  draft: Verdict;
  deciding: readonly DecidingGate[];
};

export type BacktestSummary = {
  cases: number;
  classes: Readonly<Record<CaseClass, number>>;
  /** Promotions whose rollout was rolled back: what the draft would have done before it went out. */
  rollbacks: { caught: number; missed: number; unknown: number };
};

/** A rollback that this draft would have prevented: it blocks what went out and came back. */
export const isCaught = (result: CaseResult): boolean =>
  result.rollout?.fate === "rolled_back" && result.before === "passed" && result.draft === "blocked";

/** Counts over all cases; each rolled-back promotion counts once, by its newest evaluation that let it pass. */
export function summarize(results: readonly CaseResult[]): BacktestSummary {
  const classes = { newly_blocked: 0, newly_let_through: 0, cannot_tell: 0, still_blocked: 0, still_passed: 0 };
  const rolledBack = new Map<number, CaseResult>();
  for (const result of results) {
    classes[result.class] += 1;
    const known = rolledBack.get(result.promotion);
    if (result.rollout?.fate !== "rolled_back" || result.before !== "passed") continue;
    if (!known || known.evaluation < result.evaluation) rolledBack.set(result.promotion, result);
  }
  const rollbacks = { caught: 0, missed: 0, unknown: 0 };
  for (const result of rolledBack.values())
    rollbacks[result.draft === "blocked" ? "caught" : result.draft === "passed" ? "missed" : "unknown"] += 1;
  return { cases: results.length, classes, rollbacks };
}
