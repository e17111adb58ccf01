import { expect, test } from "vitest";
import { evaluatePolicy } from "../gates/evaluate-policy";
import type { Evidence } from "../gates/evidence";
import { evidence as evidenceWith } from "../gates/evidence-testing";
import { gateSchema } from "../gates/gate";
import { replayCase } from "./backtest";
import { isCaught, type PastCase, summarize } from "./backtest-summary";

const floor = (limit: number, more: object = {}) =>
  gateSchema.parse({
    id: "accuracy",
    kind: "metric_threshold",
    title: "Accuracy",
    severity: "block",
    metric: "accuracy",
    comparison: ">=",
    limit,
    ...more,
  });
const card = gateSchema.parse({ id: "card", kind: "model_card", title: "Model card", severity: "block" });

function past(gates: Parameters<typeof evaluatePolicy>[0]["gates"], change: Partial<PastCase> = {}): PastCase {
  const evidence = evidenceWith();
  return {
    promotion: 1,
    model: "income-eligibility",
    version: 2,
    tier: "high",
    environment: "production",
    state: "executed",
    evaluation: 1,
    evaluatedAt: "2026-11-20T09:00:00.000Z",
    policy: "High risk v1",
    gates,
    evidence,
    results: evaluatePolicy({ gates }, evidence),
    rollout: null,
    ...change,
  };
}

test.each([
  ["a limit that the version misses", floor(0.85), floor(0.9), "newly_blocked", "blocked"],
  ["a limit that it reaches now", floor(0.9), floor(0.85), "newly_let_through", "passed"],
  ["a limit that it reaches both times", floor(0.8), floor(0.85), "still_passed", "passed"],
  ["a limit that it misses both times", floor(0.9), floor(0.95), "still_blocked", "blocked"],
  ["a limit that only warns", floor(0.85), floor(0.9, { severity: "warn" }), "still_passed", "passed"],
  [
    "figures that rest on too few cases",
    floor(0.85),
    floor(0.85, { minimumSamples: 999_999 }),
    "newly_blocked",
    "blocked",
  ],
  ["a metric that nobody recorded", floor(0.85), floor(0.5, { metric: "f2" }), "cannot_tell", "unknown"],
] as const)("%s", (_name, before, after, expected, draft) => {
  expect(replayCase({ gates: [after] }, past([before]))).toMatchObject({ class: expected, draft });
});

test("evidence that was never gathered is not guessed, and what is certain outweighs it", () => {
  const old = past([floor(0.85)]);
  const { card: _card, ...withoutCard } = old.evidence as Evidence;
  const before = { ...old, evidence: withoutCard };
  expect(replayCase({ gates: [floor(0.85), card] }, before)).toMatchObject({
    class: "cannot_tell",
    draft: "unknown",
    missing: ["Model card"],
    deciding: [],
  });
  expect(replayCase({ gates: [floor(0.9), card] }, before)).toMatchObject({
    class: "newly_blocked",
    missing: ["Model card"],
    deciding: [{ gateId: "accuracy", observed: 0.86, limit: 0.9, outcome: "failed" }],
  });
});

test("a gate that was as inconclusive then as now blocked then and blocks now", () => {
  const unknown = floor(0.5, { metric: "f2" });
  expect(replayCase({ gates: [unknown] }, past([unknown]))).toMatchObject({ class: "still_blocked" });
});

test("a gate that asks the same is not evaluated again, and its severity is the draft's", () => {
  const before = past([floor(0.9)]);
  const unreadable = { ...before, evidence: null };
  expect(replayCase({ gates: [floor(0.9, { title: "Share of right ones" })] }, unreadable)).toEqual(
    replayCase({ gates: [floor(0.9, { title: "Share of right ones" })] }, { ...before, gates: [] }),
  );
  expect(replayCase({ gates: [floor(0.9, { severity: "warn" })] }, unreadable)).toMatchObject({ draft: "passed" });
});

test("what let it through is named: the gates that blocked then", () => {
  const result = replayCase({ gates: [floor(0.8)] }, past([floor(0.9)]));
  expect(result.deciding).toMatchObject([{ gateId: "accuracy", limit: 0.9, outcome: "failed" }]);
});

test("a rollback counts as caught when the draft blocks what went out, once a promotion", () => {
  const rolledBack = { rollout: { number: 4, fate: "rolled_back" } } as const;
  const cases = [
    past([floor(0.85)], { ...rolledBack, evaluation: 2 }),
    past([floor(0.85)], { ...rolledBack, evaluation: 1 }),
    past([floor(0.85)], { promotion: 2, rollout: { number: 5, fate: "completed" } }),
    past([floor(0.85)], { promotion: 3, ...rolledBack }),
  ];
  const strict = cases.map((entry) => replayCase({ gates: [floor(0.9)] }, entry));
  expect(strict.map(isCaught)).toEqual([true, true, false, true]);
  expect(summarize(strict)).toMatchObject({
    cases: 4,
    classes: { newly_blocked: 4 },
    rollbacks: { caught: 2, missed: 0, unknown: 0 },
  });
  const lenient = cases.map((entry) => replayCase({ gates: [floor(0.8)] }, entry));
  expect(summarize(lenient).rollbacks).toEqual({ caught: 0, missed: 2, unknown: 0 });
});
