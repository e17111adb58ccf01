import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { evaluateGate } from "./evaluate-gate";
import type { Evidence } from "./evidence";
import { evidence, metricOf, sliceOf, version } from "./evidence-testing";
import { positionText, readExpression } from "./expression";
import { gateSchema } from "./gate";

const judge = (expression: string, given: Evidence = evidence(), more = {}) =>
  evaluateGate(
    gateSchema.parse({
      id: "g",
      title: "G",
      severity: "block",
      kind: "expression",
      requirement: "The rule",
      expression,
      ...more,
    }),
    given,
  );

test.each<[string, string]>([
  ['candidate.metrics["accuracy"] >= 0.85', "passed"],
  ["candidate.metrics.accuracy >= 0.9", "failed"],
  ["candidate.metrics.accuracy > live.metrics.accuracy - 0.01", "passed"],
  ["candidate.metrics.roc_auc >= 0.9", "inconclusive"],
  ['tier == "high" && environment == "production"', "passed"],
  ['candidate.slices_by["sex"].all(s, s.metrics["recall"] >= 0.5)', "passed"],
  ['candidate.slices_by["age_band"].all(s, s.metrics["recall"] >= 0.5)', "inconclusive"],
  ["candidate.slices.all(s, s.n > 100)", "passed"],
  ['candidate.slices.all(s, s.metrics["f1"] > 0.1)', "inconclusive"],
  ["ratio(candidate.metrics.accuracy, live.metrics.accuracy) > 0.99", "passed"],
  ["ratio(1.0, candidate.metrics.accuracy - live.metrics.accuracy) > 1.0", "inconclusive"],
  ["!(ratio(0.0, candidate.metrics.accuracy - live.metrics.accuracy) > 1.0)", "inconclusive"],
  ['card.status == "approved"', "inconclusive"],
  ["findings.all(f, !f.blocks)", "inconclusive"],
  ['checks.exists(c, c.kind == "training_smoke")', "inconclusive"],
  ["candidate.age_days < 7.0", "passed"],
  ["candidate.n.accuracy >= 2000", "passed"],
  ['has(candidate.metrics.f1) || tier == "high"', "passed"],
])("%s is %s", (text, outcome) => {
  const result = judge(text);
  expect([result.outcome, result.sentence]).toEqual([outcome, expect.stringMatching(/The rule.*\.$/)]);
});

test("every example of the documentation is an expression", () => {
  const page = readFileSync(fileURLToPath(new URL("../../../docs/gates.md", import.meta.url)), "utf8");
  const examples = /```\n([^`]+)```/.exec(page)?.[1]?.trim().split("\n") ?? [];
  expect(examples.map((text) => readExpression(text).ok)).toEqual([true, true, true]);
});

test("nothing live makes a comparison with live inconclusive, unless the rule asks first", () => {
  const given = evidence({ live: null });
  expect(judge("live.metrics.accuracy > 0.1", given).outcome).toBe("inconclusive");
  expect(judge("!has_live || live.metrics.accuracy > 0.1", given).outcome).toBe("passed");
});

test("findings that were looked for and not found count as none", () => {
  expect(judge("findings.all(f, !f.blocks)", evidence({ findings: [] })).outcome).toBe("passed");
});

test("an input by name, as a leakage rule asks", () => {
  const field = (name: string) => ({ name, type: "double", required: true, dtype: null, shape: null });
  const contract = {
    candidate: { inputs: [field("age"), field("duration")], outputs: [] },
    candidateProblem: null,
    live: null,
  };
  const rule = '!candidate.inputs.exists(f, f.name == "duration")';
  expect(judge(rule, evidence({ contract })).outcome).toBe("failed");
  expect(judge(rule).outcome).toBe("inconclusive");
});

test("one input that carries the model, as a leakage rule asks; importances that were not measured leave it open", () => {
  const rule = "!candidate.importances.exists(input, candidate.importances[input] > 0.2)";
  const of = (mean: number) => evidence({}, { importances: [{ feature: "duration", mean }] });
  expect([judge(rule, of(0.51)).outcome, judge(rule, of(0.1)).outcome, judge(rule).outcome]).toEqual([
    "failed",
    "passed",
    "inconclusive",
  ]);
});

test.each<[string, string, number]>([
  ["candidate.metric.accuracy > 0.5", "No such key: metric", 10],
  ["candidate.label > 3", "no such overload", 0],
  ["candidate.metrics.accuracy", "this is a double", 0],
  ["candidate.metrics.accuracy >", "Unexpected token", 28],
  ["nobody.knows == 1", "Unknown variable", 0],
  ['candidate.label.matches("(a+)+$")', "matches() is not part of this language", 0],
  ['double("NaN") > 1.0', "double() is not part of this language", 0],
  ["candidate.metrics.accuracy / 0.0 > 1.0", "Divide with ratio(a, b)", 0],
  ["candidate.slices.filter(s, s.n > 5).all(s, s.n > 1)", "true when nothing is left", 0],
  [
    "candidate.slices.all(a, candidate.slices.all(b, candidate.slices.all(c, c.n > 1)))",
    "At most 2 loops may stand inside each other",
    48,
  ],
  [`${"(".repeat(60)}true${")".repeat(60)}`, "exceeded", 0],
  ["1e400 > 1.0", "Invalid number", 0],
  ["'unterminated", "Unterminated string", 0],
])("%s is refused where it is wrong", (text, message, start) => {
  const reading = readExpression(text);
  if (reading.ok) throw new Error(`${text} was read`);
  expect(reading.problem.message.toLowerCase()).toContain(message.toLowerCase());
  if (message !== "exceeded") expect(reading.problem.start).toBe(start);
});

test("an expression longer than 2,000 characters is refused", () => {
  expect(readExpression("x".repeat(2001))).toMatchObject({ ok: false, problem: { start: 2000, end: 2001 } });
});

test("a policy that holds a wrong expression says the line and the column", () => {
  const parsed = gateSchema.safeParse({
    id: "g",
    title: "G",
    severity: "block",
    kind: "expression",
    requirement: "R",
    expression: "candidate.metrics.accuracy > 0.5 &&\n  candidate.nope == 1",
  });
  expect(parsed.error?.issues[0]).toMatchObject({
    path: ["expression"],
    message: "line 2, column 13: No such key: nope",
  });
  expect(positionText("a\nbc", 3)).toBe("line 2, column 2");
});

test("too few cases and old evidence leave an expression open", () => {
  const rule = "candidate.metrics.accuracy > 0.5";
  expect(judge(rule, evidence(), { minimumSamples: 2001 }).outcome).toBe("inconclusive");
  expect(judge(rule, evidence(), { minimumSamples: 2000 }).outcome).toBe("passed");
  expect(judge(rule, evidence(), { maximumAgeDays: 1 }).outcome).toBe("inconclusive");
});

test("the evidence behind an expression is named", () => {
  expect(judge("candidate.metrics.accuracy > 0.5 && candidate.metrics['ece'] < 0.1")).toMatchObject({
    evidenceRefs: ["run:run-8/metric/accuracy", "run:run-8/metric/ece"],
    n: 2000,
  });
});

test("loops over more than can be run in time leave the gate open", () => {
  const slices = Array.from({ length: 1001 }, (_, i) => sliceOf(`v${i}`, { tp: 8, fn: 2 }));
  const given = evidence({ candidate: version("8", { slices }) });
  expect(judge("candidate.slices.all(a, candidate.slices.exists(b, a.n == b.n))", given)).toMatchObject({
    outcome: "inconclusive",
    sentence: expect.stringContaining("too many entries"),
  });
});

test("a figure too large to be one is not on record", () => {
  const given = evidence({}, { metrics: [metricOf("accuracy", 1e300)] });
  expect(judge("candidate.metrics.accuracy * candidate.metrics.accuracy > 1.0", given).outcome).toBe("inconclusive");
});
