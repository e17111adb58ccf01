import type { GateOutcome } from "@/db/enums";
import { formatList, plural } from "@/lib/format";
import type { Policy } from "../policy";
import { evaluateGate } from "./evaluate-gate";
import type { Evidence } from "./evidence";
import type { GateResult } from "./gate-result";

export type PolicyEvaluation = {
  format: "countersign.evaluation/1";
  /** Blocked when a gate of severity `block` failed or is inconclusive. */
  verdict: "passed" | "blocked";
  counts: Record<GateOutcome, number>;
  /** Ids of the gates that block, and of those that only warn, in the order of `results`. */
  blocking: string[];
  warning: string[];
  /** The passed gate with the least room left, as a share of its limit. */
  closest: { gateId: string; title: string; headroom: number } | null;
  sentence: string;
  /** Failed, inconclusive, waived, passed; inside each the least headroom first, gates without headroom last, then by id. */
  results: GateResult[];
};

const urgency: Record<GateOutcome, number> = { failed: 0, inconclusive: 1, waived: 2, passed: 3 };

function byUrgency(a: GateResult, b: GateResult): number {
  const left = a.headroom ?? Number.MAX_VALUE;
  const right = b.headroom ?? Number.MAX_VALUE;
  return (
    urgency[a.outcome] - urgency[b.outcome] || left - right || (a.gateId < b.gateId ? -1 : a.gateId > b.gateId ? 1 : 0)
  );
}

const isOpen = (result: GateResult): boolean => result.outcome === "failed" || result.outcome === "inconclusive";

function sentenceFor(
  counts: Record<GateOutcome, number>,
  blocking: readonly GateResult[],
  warning: readonly GateResult[],
): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (blocking.length === 0) {
    const warnings =
      warning.length === 0
        ? ""
        : ` ${plural(warning.length, "gate warns", "gates warn")}: ${formatList(warning.map((result) => result.title))}.`;
    const waived = counts.waived === 0 ? "" : ` ${plural(counts.waived, "gate is waived", "gates are waived")}.`;
    return `No gate blocks, ${counts.passed} of ${total} passed.${waived}${warnings}`;
  }
  const failed = blocking.filter((result) => result.outcome === "failed");
  const open = blocking.filter((result) => result.outcome === "inconclusive");
  const parts = [
    ...(failed.length > 0
      ? [
          `${plural(failed.length, "gate failed", "gates failed")} (${formatList(failed.map((result) => result.title))})`,
        ]
      : []),
    ...(open.length > 0
      ? [`${plural(open.length, "is", "are")} inconclusive (${formatList(open.map((result) => result.title))})`]
      : []),
  ];
  return `Blocked: ${parts.join(" and ")}.`;
}

/**
 * Evaluates every gate of a policy version on an evidence document. Pure: the stored evidence and policy version replay to the
 * same result, byte for byte in canonical JSON.
 */
export function evaluatePolicy(policy: Pick<Policy, "gates">, evidence: Evidence): PolicyEvaluation {
  const results = policy.gates.map((gate) => evaluateGate(gate, evidence)).sort(byUrgency);
  const counts: Record<GateOutcome, number> = { passed: 0, failed: 0, inconclusive: 0, waived: 0 };
  for (const result of results) counts[result.outcome] += 1;
  const open = results.filter(isOpen);
  const blocking = open.filter((result) => result.severity === "block");
  const warning = open.filter((result) => result.severity === "warn");
  const closest = results.find((result) => result.outcome === "passed" && result.headroom !== null);
  return {
    format: "countersign.evaluation/1",
    verdict: blocking.length === 0 ? "passed" : "blocked",
    counts,
    blocking: blocking.map((result) => result.gateId),
    warning: warning.map((result) => result.gateId),
    closest: closest ? { gateId: closest.gateId, title: closest.title, headroom: closest.headroom ?? 0 } : null,
    sentence: sentenceFor(counts, blocking, warning),
    results,
  };
}
