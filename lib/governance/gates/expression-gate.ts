import type { Evidence } from "./evidence";
import { readExpression } from "./expression";
import { expressionContext, longestList } from "./expression-context";
import { maximumSteps } from "./expression-environment";
import { ageSeconds, figureOf, staleness } from "./figures";
import type { GateOf } from "./gate";
import type { Judgement } from "./gate-result";
import { tooFew } from "./limit-gate";
import { perEvidence } from "./per-evidence";

type Gate = GateOf<"expression">;
const contextOf = perEvidence((_, evidence) => expressionContext(evidence));

/** What an evaluation stumbled over, as it stands in the expression; own words, so that results do not depend on a library's. */
function stumbledOver(error: unknown, text: string): string {
  const range = (error as { range?: { start: number; end: number } } | null)?.range;
  const part = range ? text.slice(range.start, range.end).trim() : "";
  const [before] = range
    ? text
        .slice(0, range.start)
        .split(/[\s(!,|&]/)
        .slice(-1)
    : [""];
  return `${before ?? ""}${part}` || text;
}

/** Judges an expression over the evidence. What it cannot evaluate is inconclusive, never passed. */
export function judgeExpression(gate: Gate, evidence: Evidence): Judgement {
  const requirement = gate.requirement.replace(/\.$/, "");
  const reading = readExpression(gate.expression);
  const metrics = reading.ok ? reading.expression.metrics : [];
  const sizes = metrics.map((metric) => figureOf(evidence.candidate, metric).n);
  const n = sizes.length === 0 || sizes.includes(null) ? null : Math.min(...sizes.map((size) => size ?? 0));
  const about = {
    n,
    ageSeconds: ageSeconds(evidence),
    evidenceRefs: metrics.map((metric) => `run:${evidence.candidate.runId}/metric/${metric}`),
  };
  const open = (sentence: string): Judgement => ({ ...about, outcome: "inconclusive", sentence });
  if (!reading.ok) return open("The expression cannot be read; publish the policy with one that can.");
  if (longestList(evidence) ** reading.expression.depth > maximumSteps)
    return open("The evidence has too many entries for the loops of this expression.");
  const few = tooFew(n, gate.minimumSamples);
  if (few) return open(`${requirement}: cannot be judged. ${few}`);
  const stale = staleness(evidence, gate.maximumAgeDays);
  if (stale) return { ...about, ...stale };
  try {
    const holds: unknown = reading.expression.evaluate(contextOf("", evidence));
    if (holds === true) return { ...about, outcome: "passed", sentence: `Holds: ${requirement}.` };
    if (holds === false) return { ...about, outcome: "failed", sentence: `Does not hold: ${requirement}.` };
    return open(`${requirement}: cannot be judged, the expression gives neither true nor false.`);
  } catch (error) {
    return open(`${requirement}: cannot be judged, ${stumbledOver(error, gate.expression)} is not on record.`);
  }
}
