import type { FindingSeverity, FindingState } from "@/db/enums";

export const findingTransitions = ["mitigate", "close", "accept", "reopen"] as const;
export type FindingTransition = (typeof findingTransitions)[number];

const moves: Readonly<Record<FindingTransition, { from: readonly FindingState[]; to: FindingState }>> = {
  mitigate: { from: ["open"], to: "mitigated" },
  close: { from: ["mitigated"], to: "closed" },
  accept: { from: ["open", "mitigated"], to: "accepted" },
  reopen: { from: ["mitigated", "accepted", "closed"], to: "open" },
};

/** What a transition needs to know about the finding; people are persons, so that two accounts count once. */
export type FindingFacts = {
  state: FindingState;
  ownerPersonId: string;
  mitigatedByPersonId: string | null;
  /** Who owned it and gave it to somebody else: they do not judge it either, or handing it over would let them. */
  handedOverBy: readonly string[];
};
export type FindingActor = { personId: string; mayEdit: boolean; mayClose: boolean; mayAccept: boolean };

export type Moved = { ok: true; to: FindingState } | { ok: false; reason: string; code: "forbidden" | "state" };
const refuse = (code: "forbidden" | "state", reason: string): Moved => ({ ok: false, code, reason });

const wrongState: Readonly<Record<FindingTransition, string>> = {
  mitigate: "Only an open finding can be reported as mitigated.",
  close: "Its owner reports it as mitigated first; then somebody else verifies and closes it.",
  accept: "Only an open or mitigated finding can be accepted.",
  reopen: "It is open already.",
};

/** Where a transition leads, or why it is refused for this person now. */
export function moveFinding(facts: FindingFacts, transition: FindingTransition, actor: FindingActor): Moved {
  const { from, to } = moves[transition];
  if (!from.includes(facts.state)) return refuse("state", wrongState[transition]);
  switch (transition) {
    case "mitigate":
      return actor.personId === facts.ownerPersonId || actor.mayClose
        ? { ok: true, to }
        : refuse("forbidden", "Its owner, a reviewer or a risk officer reports a finding as mitigated.");
    case "close":
      if (!actor.mayClose) return refuse("forbidden", "A reviewer or a risk officer verifies and closes a finding.");
      return owned(facts, actor) || actor.personId === facts.mitigatedByPersonId
        ? refuse("forbidden", "Whoever owns or mitigated a finding does not verify it. Ask another reviewer.")
        : { ok: true, to };
    case "accept":
      if (!actor.mayAccept) return refuse("forbidden", "Only a risk officer accepts a risk.");
      return owned(facts, actor)
        ? refuse("forbidden", "The owner of a finding does not accept it. Ask another risk officer.")
        : { ok: true, to };
    case "reopen":
      return actor.mayEdit
        ? { ok: true, to }
        : refuse("forbidden", "Your role does not change findings. Say in the discussion why it should be open.");
  }
}

const owned = ({ ownerPersonId, handedOverBy }: FindingFacts, { personId }: FindingActor): boolean =>
  personId === ownerPersonId || handedOverBy.includes(personId);

const ranks: Readonly<Record<FindingSeverity, number>> = { low: 0, medium: 1, high: 2, critical: 3 };
export const severityRank = (severity: FindingSeverity): number => ranks[severity];

type Weight = { severity: FindingSeverity; blocks: boolean; dueOn: string };

/** What a change takes away from a finding, in words; such a change is not its owner's to make. */
export function weakenings(from: Weight, to: Weight): string[] {
  return [
    ...(ranks[to.severity] < ranks[from.severity] ? ["lowers its severity"] : []),
    ...(from.blocks && !to.blocks ? ["lets promotions pass"] : []),
    ...(to.dueOn > from.dueOn ? ["moves its due date back"] : []),
  ];
}

/** What a change adds to a finding, in words: nobody has accepted the risk as it is then. */
export function aggravations(from: Weight, to: Weight): string[] {
  return [
    ...(ranks[to.severity] > ranks[from.severity] ? ["raises its severity"] : []),
    ...(to.blocks && !from.blocks ? ["makes it block promotions"] : []),
  ];
}

/** Why this person may not weaken the finding so; null when they may. */
export function weakeningRefusal(changes: readonly string[], facts: FindingFacts, actor: FindingActor): string | null {
  if (changes.length === 0) return null;
  if (!actor.mayClose) return `Only a reviewer or a risk officer ${changes.join(" and ")}.`;
  return owned(facts, actor)
    ? `Its owner does not decide what ${changes.join(" and ")}. Ask another reviewer or a risk officer.`
    : null;
}

type Standing = { state: FindingState; blocks: boolean; acceptedUntil: string | null };

/** Whether a finding still needs work on a day: mitigated but unverified counts, and so does an acceptance that ran out. */
export const isUnsettled = ({ state, acceptedUntil }: Omit<Standing, "blocks">, today: string): boolean =>
  state === "open" ||
  state === "mitigated" ||
  (state === "accepted" && acceptedUntil !== null && acceptedUntil < today);

/** Whether it holds up promotions on a day. */
export const isBlocking = (finding: Standing, today: string): boolean => finding.blocks && isUnsettled(finding, today);

/** Whether its due date has passed while it needs work. */
export const isOverdue = (finding: Omit<Standing, "blocks"> & { dueOn: string }, today: string): boolean =>
  isUnsettled(finding, today) && finding.dueOn < today;

/** The calendar day of a moment, UTC, as dates are stored. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The last second of a calendar day, UTC: until then something due on it is in time. */
export const endOfDay = (day: string): Date => new Date(`${day}T23:59:59Z`);
