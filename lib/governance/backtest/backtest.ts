import { evaluateGate } from "../gates/evaluate-gate";
import { evaluatePolicy } from "../gates/evaluate-policy";
import type { Evidence } from "../gates/evidence";
import type { Gate } from "../gates/gate";
import type { GateResult } from "../gates/gate-result";
import { readStoredEvidence } from "../gates/stored-evidence";
import type { Policy } from "../policy";
import type { CaseClass, CaseResult, DecidingGate, PastCase, RunResult, Verdict } from "./backtest-summary";

/** The part of an evidence document that a kind reads and older documents lack. */
const parts: Partial<Record<Gate["kind"], keyof Evidence>> = {
  contract: "contract",
  lineage: "lineage",
  ci_checks: "checks",
  model_card: "card",
  risk_assessment: "risk",
  findings: "findings",
  seed_spread: "seeds",
};

/**
 * Whether the past holds what a gate needs. A figure that was there and too old or on too few cases would have held the promotion
 * for certain; one that was never gathered says nothing about what would have been.
 */
function isAbsent(result: GateResult, raw: unknown, judged: ReadonlyMap<string, GateResult>): boolean {
  const part = parts[result.kind];
  const documented = typeof raw === "object" && raw !== null;
  if (part !== undefined && documented && !(part in raw)) return true;
  if (result.outcome !== "inconclusive" || result.observed !== null) return false;
  // It was as inconclusive when it was judged for real, and blocked then.
  const before = judged.get(result.gateId);
  return !(before?.kind === result.kind && before.outcome === "inconclusive");
}

const told = ({
  gateId,
  title,
  outcome,
  observed,
  limit,
  comparison,
  headroom,
  sentence,
}: GateResult): DecidingGate => ({
  gateId,
  title,
  outcome,
  observed,
  limit,
  comparison,
  headroom,
  sentence,
});

function classOf(before: "passed" | "blocked", draft: Verdict): CaseClass {
  if (draft === "unknown") return "cannot_tell";
  if (before === draft) return draft === "blocked" ? "still_blocked" : "still_passed";
  return draft === "blocked" ? "newly_blocked" : "newly_let_through";
}

const questionOf = ({ title: _t, severity: _s, rationale: _r, ...gate }: Gate): string => JSON.stringify(gate);

const asked = new WeakMap<readonly Gate[], ReadonlyMap<string, string>>();
/** What every gate of a policy version asks, by id; a version judged many cases, so this is worked out once. */
function questions(gates: readonly Gate[]): ReadonlyMap<string, string> {
  const known = asked.get(gates) ?? new Map(gates.map((gate) => [gate.id, questionOf(gate)]));
  asked.set(gates, known);
  return known;
}

/** A gate that asks what it asked then has the result it had then: evaluation is pure, so only the others are evaluated. */
function judgeAgain(gates: readonly Gate[], past: PastCase, judged: ReadonlyMap<string, GateResult>): GateResult[] {
  const [then, now] = [questions(past.gates), questions(gates)];
  let evidence: Evidence | null = null;
  return gates.map((gate) => {
    const result = then.get(gate.id) === now.get(gate.id) ? judged.get(gate.id) : undefined;
    if (result) return { ...result, title: gate.title, severity: gate.severity };
    evidence ??= readStoredEvidence(past.evidence);
    return evaluateGate(gate, evidence);
  });
}

function worstFirst(a: GateResult, b: GateResult): number {
  const [left, right] = [a.headroom ?? Number.MAX_VALUE, b.headroom ?? Number.MAX_VALUE];
  return (
    Number(a.outcome !== "failed") - Number(b.outcome !== "failed") || left - right || (a.gateId < b.gateId ? -1 : 1)
  );
}

/** What a draft would have said to a stored case. Evidence that the past does not hold is never guessed. */
export function replayCase(policy: Pick<Policy, "gates">, past: PastCase): CaseResult {
  const { gates, evidence, results, ...about } = past;
  const judged = new Map(results.results.map((result) => [result.gateId, result]));
  const blocking = judgeAgain(policy.gates, past, judged)
    .filter(({ severity, outcome }) => severity === "block" && (outcome === "failed" || outcome === "inconclusive"))
    .sort(worstFirst);
  const absent = blocking.filter((result) => isAbsent(result, evidence, judged));
  const certain = blocking.filter((result) => !absent.includes(result));
  const draft: Verdict = certain.length > 0 ? "blocked" : absent.length > 0 ? "unknown" : "passed";
  const freed =
    draft === "passed" && results.verdict === "blocked"
      ? results.results.filter(
          ({ severity, outcome }) => severity === "block" && (outcome === "failed" || outcome === "inconclusive"),
        )
      : [];
  const deciding = draft === "blocked" ? certain : freed;
  return {
    ...about,
    before: results.verdict,
    draft,
    class: classOf(results.verdict, draft),
    deciding: deciding.slice(0, 3).map(told),
    moreDeciding: Math.max(0, deciding.length - 3),
    missing: absent.map((result) => result.title),
  };
}

/** Kinds that a run answers by itself: no live version, no people, no other run. */
const ofRunAlone: readonly Gate["kind"][] = [
  "metric_threshold",
  "latency",
  "calibration",
  "fairness",
  "slice_floor",
  "reproducibility",
];
export const runGates = (policy: Pick<Policy, "gates">): Gate[] =>
  policy.gates.filter((gate) => ofRunAlone.includes(gate.kind));

function judgeRun(gates: readonly Gate[], evidence: Evidence): { verdict: Verdict; blocking: GateResult[] } {
  const { results, blocking } = evaluatePolicy({ gates: [...gates] }, evidence);
  const open = results.filter((result) => blocking.includes(result.gateId));
  const failed = open.filter((result) => result.outcome === "failed" || result.observed !== null);
  return { verdict: failed.length > 0 ? "blocked" : open.length > 0 ? "unknown" : "passed", blocking: failed };
}

/** What the draft and the live version say to a run, by the gates that a run can answer. */
export function replayRun(
  { draft, live }: { draft: readonly Gate[]; live: readonly Gate[] },
  run: { id: string; name: string },
  evidence: Evidence,
): RunResult {
  const under = judgeRun(draft, evidence);
  return {
    runId: run.id,
    name: run.name,
    live: judgeRun(live, evidence).verdict,
    draft: under.verdict,
    deciding: under.blocking.slice(0, 3).map(told),
  };
}
