import type { Role } from "@/db/enums";
import { formatList } from "@/lib/format";
import type { Tally } from "./approval";
import type { Reason } from "./available-actions";
import { executionBlockers, type StateFacts } from "./promotion-state";

/** How long a second person has to look at an emergency. */
export const reviewHours = 24;

type EmergencyFacts = {
  facts: StateFacts;
  tally: Tally;
  conflicts: ReadonlyMap<string, readonly string[]>;
  blockingGates: readonly string[];
};

/**
 * Why this person cannot carry it out as an emergency; the state was asked already. It stands in for approvals, gates and waiting,
 * never for a changed subject or for somebody's objection, and takes somebody who did not contribute.
 */
export function breakGlassReasons({ facts, conflicts }: EmergencyFacts, personId: string | null): Reason[] {
  const conflict = conflicts.get(personId ?? "");
  return [
    ...(conflict
      ? [
          {
            code: "conflict",
            text: `You may not break the glass for your own work: you ${formatList(conflict)}. Another person on call has to.`,
          } as const,
        ]
      : []),
    ...(facts.expired ? [{ code: "expired", text: "It has expired. Request it again." } as const] : []),
    ...(facts.subjectFresh
      ? []
      : [
          {
            code: "stale",
            text: "What it rests on has changed. Evaluate it again, so that the record shows what you ran.",
          } as const,
        ]),
    ...(executionBlockers(facts).length === 0
      ? [{ code: "not_executable", text: "Nothing stands in its way: start the rollout in the ordinary way." } as const]
      : []),
  ];
}

/** What an emergency goes past, in sentences, as it is kept on record. */
export function bypassedBy({ facts, tally, blockingGates }: EmergencyFacts): string[] {
  return [
    ...(facts.verdict === "passed" ? [] : [`Gates that do not pass: ${formatList(blockingGates)}.`]),
    ...(facts.quorumMet ? [] : tally.missing),
    ...(facts.quorumMet && !facts.cooledOff ? ["Its cooling-off time is not over."] : []),
  ];
}

export type EmergencyUse = { personId: string; usedBy: string; reviewedAt: Date | null };

/** Why this person cannot review an emergency; empty = they can. */
export function reviewReasons(
  use: EmergencyUse | null,
  actor: { personId: string | null; roles: readonly Role[] },
  conflicts: ReadonlyMap<string, readonly string[]>,
): Reason[] {
  if (!use) return [{ code: "state", text: "It was not carried out as an emergency." }];
  if (use.reviewedAt) return [{ code: "already_decided", text: "The emergency has been reviewed." }];
  if (use.personId === actor.personId)
    return [{ code: "conflict", text: "You broke the glass yourself; a second person has to review it." }];
  const conflict = conflicts.get(actor.personId ?? "");
  if (!conflict) return [];
  return [
    {
      code: "conflict",
      text: `You may not review it: you ${formatList(conflict)}. Somebody who did not contribute has to.`,
    },
  ];
}

export type EmergencyState = "waits" | "overdue" | "upheld" | "objected";

/** Where the review of an emergency stands. */
export function emergencyState(
  use: { reviewDueAt: Date; verdict: "upheld" | "objected" | null },
  now: Date,
): EmergencyState {
  return use.verdict ?? (use.reviewDueAt.getTime() > now.getTime() ? "waits" : "overdue");
}
