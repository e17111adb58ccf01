import type { DecisionKind, PromotionState } from "@/db/enums";

/** States in which a promotion still waits for something; one of these per version and environment at a time. */
export const openStates = [
  "draft",
  "evaluating",
  "blocked",
  "awaiting_approval",
  "approved",
  "executing",
  "changes_requested",
] as const satisfies readonly PromotionState[];

/** States that nothing leaves. A rejection is not among them: it can be cleared. */
export const closedStates = [
  "executed",
  "withdrawn",
  "expired",
  "superseded",
] as const satisfies readonly PromotionState[];

export const isOpen = (state: PromotionState): boolean => openStates.some((open) => open === state);
export const isClosed = (state: PromotionState): boolean => closedStates.some((closed) => closed === state);

/** What is true of a promotion besides its state; read under lock, judged by lib/promotions/approval. */
export type StateFacts = {
  /** Verdict of the last evaluation of the present subject; null = not evaluated. */
  verdict: "passed" | "blocked" | null;
  /** The strongest decision that blocks and is not cleared. */
  objection: Exclude<DecisionKind, "approve"> | null;
  /** Enough eligible, distinct persons approved the present subject. */
  quorumMet: boolean;
  /** The subject as it is now has the digest that was evaluated and approved. */
  subjectFresh: boolean;
  /** The time between the last needed approval and execution is over. */
  cooledOff: boolean;
  expired: boolean;
};

const undecided = ["blocked", "awaiting_approval", "approved", "changes_requested", "rejected"] as const;

/** `settled` = the resting state that the facts call for. */
type Row = { from: readonly PromotionState[]; to: PromotionState | "settled" };

/** Every way a promotion changes its state. There is no other. */
export const transitions = {
  submit: { from: ["draft"], to: "evaluating" },
  evaluate: { from: undecided, to: "evaluating" },
  evaluated: { from: ["evaluating"], to: "settled" },
  /** Something in the subject changed: approvals are void, the gates have to be evaluated again. */
  subject_changed: { from: undecided, to: "evaluating" },
  approve: { from: ["awaiting_approval"], to: "settled" },
  request_changes: { from: ["blocked", "awaiting_approval", "approved"], to: "settled" },
  reject: { from: ["blocked", "awaiting_approval", "approved", "changes_requested"], to: "settled" },
  /** A blocking decision was cleared by its author or overridden. */
  clear: { from: ["changes_requested", "rejected"], to: "settled" },
  /** An approver lost the role or the account. */
  eligibility_lost: { from: ["approved"], to: "settled" },
  execute: { from: ["approved"], to: "executing" },
  /** Carried out without its quorum, by somebody who answers for it; never over an objection, which is cleared or overridden. */
  break_glass: { from: ["blocked", "awaiting_approval", "approved"], to: "executing" },
  executed: { from: ["executing"], to: "executed" },
  execution_failed: { from: ["executing"], to: "settled" },
  withdraw: { from: ["draft", "evaluating", ...undecided], to: "withdrawn" },
  /** A rejection is a decision and stays one. */
  expire: { from: ["blocked", "awaiting_approval", "approved", "changes_requested"], to: "expired" },
  supersede: { from: ["draft", "evaluating", ...undecided], to: "superseded" },
} as const satisfies Record<string, Row>;

export type PromotionEvent = keyof typeof transitions;
export type NextState = { ok: true; state: PromotionState } | { ok: false; reason: string };

export const stateWords: Readonly<Record<PromotionState, string>> = {
  draft: "a draft",
  evaluating: "being evaluated",
  blocked: "blocked by gates",
  awaiting_approval: "waiting for approval",
  approved: "approved",
  executing: "being carried out",
  executed: "carried out",
  changes_requested: "waiting for requested changes",
  rejected: "rejected",
  withdrawn: "withdrawn",
  expired: "expired",
  superseded: "superseded by a newer request",
};

/** States in which the review clock runs: when it ends, the promotion expires. A rejection waits for nobody. */
export const canExpire = (state: PromotionState): boolean => transitions.expire.from.some((from) => from === state);

/** Where a promotion rests, given the facts: objections first, then gates, then approvals. */
export function restingState(facts: StateFacts): PromotionState {
  if (facts.objection === "reject") return "rejected";
  if (facts.objection === "request_changes") return "changes_requested";
  if (facts.verdict !== "passed") return "blocked";
  return facts.quorumMet ? "approved" : "awaiting_approval";
}

/** What stands in the way of execution, in sentences; empty = it may be carried out. Judged again when it is. */
export function executionBlockers(facts: StateFacts): string[] {
  return [
    ...(facts.subjectFresh
      ? []
      : ["What was approved has changed since; the gates have to be evaluated and approved again."]),
    ...(facts.verdict === "passed" ? [] : ["Its gates do not pass."]),
    ...(facts.objection === null
      ? []
      : [`A ${facts.objection === "reject" ? "rejection" : "request for changes"} is not cleared.`]),
    ...(facts.quorumMet ? [] : ["It does not have enough valid approvals."]),
    ...(facts.cooledOff ? [] : ["Its cooling-off time is not over."]),
    ...(facts.expired ? ["Its approvals have expired."] : []),
  ];
}

/**
 * The state after an event, or why the event is refused. An approval counts only for the present subject, and execution is
 * refused unless every condition holds at that moment. Changes nothing; the command writes what this decides.
 */
export function nextState(state: PromotionState, event: PromotionEvent, facts: StateFacts): NextState {
  const row: Row = transitions[event];
  if (!row.from.includes(state)) {
    return {
      ok: false,
      reason: `The promotion is ${stateWords[state]}; this is possible only while it is ${row.from.map((from) => stateWords[from]).join(" or ")}.`,
    };
  }
  if (event === "approve" && !facts.subjectFresh) {
    return { ok: false, reason: "What you were shown has changed; look at the new subject before you approve." };
  }
  if ((event === "approve" || event === "break_glass") && facts.expired)
    return { ok: false, reason: "The promotion has expired; request it again." };
  if (event === "execute") {
    const [blocker] = executionBlockers(facts);
    if (blocker) return { ok: false, reason: blocker };
  }
  if (event === "break_glass" && !facts.subjectFresh)
    return { ok: false, reason: "What you were shown has changed; have the gates evaluated again first." };
  if (event === "break_glass" && facts.objection !== null)
    return { ok: false, reason: "An objection is not cleared; a risk officer overrides it with a reason first." };
  if (event === "expire" && !facts.expired) return { ok: false, reason: "The promotion has not expired yet." };
  return { ok: true, state: row.to === "settled" ? restingState(facts) : row.to };
}
