import type { PromotionState, RiskTier } from "@/db/enums";
import { formatList, plural } from "@/lib/format";
import type { GateResult } from "@/lib/governance/gates/gate-result";
import type { Reason } from "./available-actions";
import { isClosed, stateWords } from "./promotion-state";

/** Longest time a gate may be waived for, by the model's risk tier, in days. */
export const maxWaiverDays: Readonly<Record<RiskTier, number>> = { low: 180, medium: 90, high: 30 };

export type WaiverState = "in_force" | "expired" | "revoked";
type Span = { expiresAt: Date; endKind: "expired" | "revoked" | null };

/** Whether a waiver holds at a moment; its time counts, not whether the end was noted yet. */
export function waiverState({ expiresAt, endKind }: Span, now: Date): WaiverState {
  return endKind ?? (expiresAt.getTime() > now.getTime() ? "in_force" : "expired");
}

export type WaivableGate = { gateId: string; title: string; outcome: "failed" | "inconclusive" };
type Waivable = { waivable: WaivableGate[]; fixed: string[] };

/** Gates that a waiver could let by, and titles of those whose policy does not allow one. */
export function waivableGates(
  results: readonly GateResult[],
  gates: readonly { id: string; waivable: boolean }[],
): Waivable {
  const open = results.flatMap(({ gateId, title, outcome }) =>
    outcome === "failed" || outcome === "inconclusive" ? [{ gateId, title, outcome }] : [],
  );
  const isWaivable = ({ gateId }: WaivableGate) => gates.find((gate) => gate.id === gateId)?.waivable ?? false;
  return {
    waivable: open.filter(isWaivable),
    fixed: open.filter((gate) => !isWaivable(gate)).map((gate) => gate.title),
  };
}

type EndedWaiver = Span & { gateId: string; title: string; waivedOutcome: "failed" | "inconclusive" };

/** Gates of a version that is in service whose last waiver has ended: the question that reopened. */
export function reopenedGates(waivers: readonly EndedWaiver[], isServing: boolean, now: Date): WaivableGate[] {
  if (!isServing) return [];
  const held = new Set(waivers.filter((one) => waiverState(one, now) === "in_force").map((one) => one.gateId));
  const lapsed = waivers.filter((one) => !held.has(one.gateId));
  return [
    ...new Map(
      lapsed.map(({ gateId, title, waivedOutcome }) => [gateId, { gateId, title, outcome: waivedOutcome }]),
    ).values(),
  ];
}

export type WaiverFacts = {
  state: PromotionState;
  /** Gates a waiver could be granted for now; for a promotion that was carried out, those whose waiver has ended. */
  waivable: readonly WaivableGate[];
  /** Titles of gates that do not pass and that the policy does not let anybody waive. */
  fixed: readonly string[];
  conflicts: ReadonlyMap<string, readonly string[]>;
};

/** Why a gate cannot be waived here by this person now; empty = it can. */
export function waiveReasons({ state, waivable, fixed, conflicts }: WaiverFacts, personId: string | null): Reason[] {
  const conflict = conflicts.get(personId ?? "");
  if (conflict)
    return [
      {
        code: "conflict",
        text: `You may not waive a gate: you ${formatList(conflict)}. A risk officer who did not contribute has to.`,
      },
    ];
  if (waivable.length > 0) return [];
  if (isClosed(state))
    return [
      {
        code: "state",
        text:
          state === "executed"
            ? "It is carried out, and no waiver of a version in service has ended."
            : `It is ${stateWords[state]}; nothing is left to waive.`,
      },
    ];
  if (fixed.length > 0) {
    const verb = fixed.length === 1 ? "does" : "do";
    return [
      {
        code: "gates",
        text: `The policy allows no waiver of ${formatList(fixed)}, which ${verb} not pass. Request a version that passes.`,
      },
    ];
  }
  return [{ code: "gates", text: "Every gate passes or is waived; there is nothing to waive." }];
}

/** "30 days at high tier". */
export const waiverLimit = (tier: RiskTier): string => `${plural(maxWaiverDays[tier], "day")} at ${tier} tier`;
