import { expect, test } from "vitest";
import type { GateOutcome } from "@/db/enums";
import { evaluateGate } from "./evaluate-gate";
import { type Evidence, evidenceFigure } from "./evidence";
import { evidence, metricOf, type SlicePart, sliceOf, version } from "./evidence-testing";
import { gateSchema } from "./gate";

const judge = (gate: object, given: Evidence) =>
  evaluateGate(gateSchema.parse({ id: "g", title: "G", severity: "block", ...gate }), given);

const accuracy = { kind: "metric_threshold", metric: "accuracy", comparison: ">=", limit: 0.85 };
const latency = { kind: "latency", maximumMs: 10 };
const ece = { kind: "calibration", measure: "ece", maximum: 0.02 };
const odds = { kind: "fairness", attribute: "sex", measure: "equalized_odds_difference", limit: 0.1 };
const ratio = { kind: "fairness", attribute: "sex", measure: "demographic_parity_ratio", limit: 0.8 };
const floor = { kind: "slice_floor", metric: "recall", comparison: ">=", limit: 0.5 };
const slices = {
  kind: "regression",
  metric: "recall",
  better: "higher",
  scope: "slices",
  tolerance: { kind: "absolute", value: 0.05 },
};
const overall = { ...slices, scope: "overall" };
const withMetric = (key: string, value: number | null, more = {}) => ({ metrics: [metricOf(key, value, more)] });
const women = (part: SlicePart) => ({ slices: [sliceOf("Female", part), sliceOf("Male", { tp: 80, fn: 20 })] });

const uncounted = (recall: number) => version("x", { metrics: [metricOf("recall", recall)], confusion: null });

test.each<[string, object, Evidence, GateOutcome]>([
  ["threshold met", accuracy, evidence(), "passed"],
  ["threshold met exactly", { ...accuracy, limit: 0.86 }, evidence(), "passed"],
  ["threshold missed", { ...accuracy, limit: 0.87 }, evidence(), "failed"],
  ["metric not on record", { ...accuracy, metric: "roc_auc" }, evidence(), "inconclusive"],
  [
    "metric null, as NaN is stored",
    accuracy,
    evidence({}, withMetric("accuracy", evidenceFigure(Number.NaN))),
    "inconclusive",
  ],
  ["too few cases", { ...accuracy, minimumSamples: 2001 }, evidence(), "inconclusive"],
  [
    "cases not on record",
    { ...accuracy, minimumSamples: 1 },
    evidence({}, { ...withMetric("f1", 0.9), confusion: null }),
    "inconclusive",
  ],
  ["too old", { ...accuracy, maximumAgeDays: 2 }, evidence(), "inconclusive"],
  ["old enough to count", { ...accuracy, maximumAgeDays: 3 }, evidence(), "passed"],
  ["age not on record", { ...accuracy, maximumAgeDays: 3 }, evidence({}, { measuredAt: null }), "inconclusive"],
  [
    "measured in the future",
    { ...accuracy, maximumAgeDays: 3 },
    evidence({}, { measuredAt: "2026-11-24T12:00:00.000Z" }),
    "inconclusive",
  ],
  ["worse end of the interval met", { ...accuracy, judge: "bound" }, evidence(), "passed"],
  ["worse end of the interval missed", { ...accuracy, judge: "bound", limit: 0.855 }, evidence(), "failed"],
  [
    "worse end without interval",
    { kind: "metric_threshold", metric: "ece", comparison: "<=", limit: 1, judge: "bound" },
    evidence(),
    "inconclusive",
  ],
  ["latency met", latency, evidence(), "passed"],
  ["latency missed", { ...latency, maximumMs: 7.9 }, evidence(), "failed"],
  ["latency from too few calls", { ...latency, minimumSamples: 100 }, evidence(), "inconclusive"],
  ["calibration met", ece, evidence(), "passed"],
  ["calibration missed", { ...ece, maximum: 0.009 }, evidence(), "failed"],
  ["Brier not on record", { ...ece, measure: "brier" }, evidence(), "inconclusive"],
  ["equal groups", odds, evidence(), "passed"],
  ["unequal groups", odds, evidence({}, women({ tp: 60, fn: 40 })), "failed"],
  [
    "unequal groups, too small",
    { ...odds, minimumGroupSize: 101 },
    evidence({}, women({ tp: 60, fn: 40 })),
    "inconclusive",
  ],
  [
    "equal groups beside a small one",
    odds,
    evidence({}, { slices: [...version("8").slices, sliceOf("Other", { tp: 9, fn: 1 })] }),
    "inconclusive",
  ],
  [
    "unequal groups beside a small one",
    odds,
    evidence({}, { slices: [...women({ tp: 60, fn: 40 }).slices, sliceOf("Other", { tp: 9, fn: 1 })] }),
    "failed",
  ],
  [
    "a group of the live version that is gone",
    odds,
    evidence({}, { slices: [sliceOf("Female", { tp: 80, fn: 20 }), sliceOf("X", { tp: 80, fn: 20 })] }),
    "inconclusive",
  ],
  ["one group only", odds, evidence({}, { slices: [sliceOf("Female", { tp: 80, fn: 20 })] }), "inconclusive"],
  [
    "groups not on record",
    odds,
    evidence({}, { slices: [], fairness: { sex: { equalized_odds_difference: 0.01 } } }),
    "inconclusive",
  ],
  [
    "recorded figure, no size asked",
    { ...odds, minimumGroupSize: 0 },
    evidence({}, { slices: [], fairness: { sex: { equalized_odds_difference: 0.01 } } }),
    "passed",
  ],
  [
    "nobody selected",
    ratio,
    evidence({}, { slices: ["a", "b"].map((name) => sliceOf(name, { tp: 0, fn: 100, fp: 0 })) }),
    "inconclusive",
  ],
  ["ratio missed", ratio, evidence({}, women({ tp: 40, fn: 60 })), "failed"],
  ["every slice above the floor", floor, evidence(), "passed"],
  ["one slice below the floor", floor, evidence({}, women({ tp: 40, fn: 60 })), "failed"],
  ["a small slice holds the gate open", floor, evidence({}, women({ tp: 4, fn: 6 })), "inconclusive"],
  ["a small slice only listed", { ...floor, smallSlices: "report" }, evidence({}, women({ tp: 4, fn: 6 })), "passed"],
  [
    "all slices small and only listed",
    { ...floor, smallSlices: "report", minimumSamples: 101 },
    evidence(),
    "inconclusive",
  ],
  ["a guarded dimension without slices", { ...floor, dimensions: ["sex", "age_band"] }, evidence(), "inconclusive"],
  [
    "a slice of the live version that is gone",
    floor,
    evidence({}, { slices: [sliceOf("Male", { tp: 80, fn: 20 })] }),
    "inconclusive",
  ],
  ["within the tolerance", slices, evidence({}, women({ tp: 76, fn: 24 })), "passed"],
  ["exactly the tolerance", slices, evidence({}, women({ tp: 75, fn: 25 })), "passed"],
  ["beyond the tolerance, not told from chance", slices, evidence({}, women({ tp: 72, fn: 28 })), "inconclusive"],
  ["beyond the tolerance, for certain", slices, evidence({}, women({ tp: 40, fn: 60 })), "failed"],
  ["better", slices, evidence({}, women({ tp: 99, fn: 1 })), "passed"],
  ["lost slice", slices, evidence({}, { slices: [sliceOf("Male", { tp: 80, fn: 20 })] }), "inconclusive"],
  [
    "lost slice is not a small one",
    { ...slices, smallSlices: "report" },
    evidence({}, { slices: [sliceOf("Male", { tp: 80, fn: 20 })] }),
    "inconclusive",
  ],
  ["no version live", slices, evidence({ live: null }, women({ tp: 1, fn: 99 })), "passed"],
  ["another evaluation dataset", slices, evidence({}, { evaluationDigest: "sha256:other" }), "inconclusive"],
  ["evaluation dataset not on record", overall, evidence({}, { evaluationDigest: null }), "inconclusive"],
  ["overall, equal", overall, evidence(), "passed"],
  [
    "overall, worse for certain",
    overall,
    evidence({}, { confusion: { tp: 100, fn: 100, fp: 20, tn: 1780 } }),
    "failed",
  ],
  [
    "overall without counts, beyond the tolerance",
    overall,
    evidence({ live: uncounted(0.8) }, uncounted(0.1)),
    "inconclusive",
  ],
  ["overall without counts, within", overall, evidence({ live: uncounted(0.8) }, uncounted(0.79)), "passed"],
  ["a slice without a value", { ...slices, metric: "roc_auc" }, evidence(), "inconclusive"],
  [
    "a metric without a test, beyond the tolerance",
    { ...overall, metric: "ece", better: "lower", tolerance: { kind: "relative", value: 0.5 } },
    evidence({}, withMetric("ece", 0.0151)),
    "failed",
  ],
  [
    "a metric without a test, within",
    { ...overall, metric: "ece", better: "lower", tolerance: { kind: "relative", value: 0.5 } },
    evidence({}, withMetric("ece", 0.0149)),
    "passed",
  ],
  ["six axes", { kind: "reproducibility" }, evidence(), "passed"],
  [
    "an axis missing",
    { kind: "reproducibility" },
    evidence({}, { axes: { ...version("8").axes, runtime_image: " " } }),
    "failed",
  ],
  ["owner", { kind: "owner" }, evidence(), "passed"],
  ["no owner", { kind: "owner" }, evidence({ owner: null }), "failed"],
  ["owner disabled", { kind: "owner" }, evidence({ owner: { userId: "u", name: "D", isActive: false } }), "failed"],
  ["rollback plan", { kind: "rollback_plan", maximumMinutes: 5 }, evidence(), "passed"],
  ["no rollback plan", { kind: "rollback_plan" }, evidence({ rollbackPlan: null }), "failed"],
  ["rollback too slow", { kind: "rollback_plan", maximumMinutes: 4 }, evidence(), "failed"],
])("%s", (_name, gate, given, outcome) => {
  const result = judge(gate, given);
  expect([result.outcome, result.sentence]).toEqual([outcome, expect.stringMatching(/\.$/)]);
});

test("a trigger or plan without an owner fails, a plan without time is open where time is limited", () => {
  const plan = evidence().rollbackPlan;
  if (!plan) throw new Error("the plan is part of the evidence");
  const orphan = { ...plan, triggers: [{ condition: "errors", ownerName: null }] };
  expect(judge({ kind: "rollback_plan" }, evidence({ rollbackPlan: orphan })).sentence).toBe(
    'The rollback trigger "errors" has no owner.',
  );
  expect(judge({ kind: "rollback_plan" }, evidence({ rollbackPlan: { ...plan, triggers: [] } })).outcome).toBe(
    "failed",
  );
  expect(judge({ kind: "rollback_plan" }, evidence({ rollbackPlan: { ...plan, ownerName: null } })).outcome).toBe(
    "failed",
  );
  const timeless = evidence({ rollbackPlan: { ...plan, minutes: null } });
  expect(judge({ kind: "rollback_plan", maximumMinutes: 5 }, timeless).outcome).toBe("inconclusive");
});

test("headroom is told in the metric's unit, as a share of the limit and in standard errors", () => {
  const result = judge(accuracy, evidence());
  expect(result).toMatchObject({
    observed: 0.86,
    limit: 0.85,
    comparison: ">=",
    margin: 0.01,
    baseline: 0.86,
    n: 2000,
    ageSeconds: 259_200,
  });
  expect(result.headroom).toBeCloseTo(0.01 / 0.85, 9);
  expect(result.headroomSe).toBeCloseTo(0.01 / (0.02 / (2 * 1.96)), 3);
  expect(judge({ ...latency, maximumMs: 4 }, evidence())).toMatchObject({ margin: -4, headroom: -1, headroomSe: null });
  expect(judge({ ...accuracy, limit: 0 }, evidence()).headroom).toBeNull();
});

test("a regression names the slice, both values, the change and its evidence", () => {
  const result = judge(slices, evidence({}, women({ tp: 40, fn: 60 })));
  expect(result.sentence).toBe("Recall for sex=Female: 0.8000 → 0.4000 (−0.4000, q < 0.001).");
  expect(result).toMatchObject({ observed: -0.4, limit: -0.05, baseline: 0.8, n: 100 });
  expect(result.slices[0]).toMatchObject({ slice: "sex=Female", outcome: "failed", test: "two_proportion" });
});

test("paired evidence is used where it is: McNemar on slices, the paired difference for a metric that is no share", () => {
  const cells = (gained: number, lost: number) => [0, 0, 0, 0, 20 - gained, gained, lost, 80 - lost];
  const paired = {
    rowsDigest: "sha256:rows",
    overall: cells(0, 0),
    slices: [{ dimension: "sex", value: "Female", cells: cells(0, 7) }],
    differences: [{ metric: "ece", difference: 0.006, standardError: 0.004, n: 2000 }],
  };
  const given = evidence({ paired }, { ...women({ tp: 73, fn: 27 }), ...withMetric("ece", 0.016) });
  const onSlices = judge(slices, given);
  expect(onSlices).toMatchObject({ outcome: "failed" });
  expect(onSlices.slices[0]).toMatchObject({ test: "mcnemar", difference: -0.07 });
  const onEce = judge(
    { ...overall, metric: "ece", better: "lower", tolerance: { kind: "absolute", value: 0.005 } },
    given,
  );
  expect(onEce).toMatchObject({ outcome: "inconclusive", observed: 0.006 });
  expect(onEce.headroomSe).toBeCloseTo(-0.25, 6);
});

test.each([
  ["an unknown kind", { kind: "magic" }],
  ["a share above one", { kind: "calibration", measure: "ece", maximum: 1.2 }],
  ["no limit", { kind: "metric_threshold", metric: "accuracy", comparison: ">=" }],
  ["a negative tolerance", { ...slices, tolerance: { kind: "absolute", value: -0.1 } }],
  ["an id that is no id", { ...accuracy, id: "My Gate" }],
])("a gate with %s is not a gate", (_name, gate) => {
  expect(gateSchema.safeParse({ id: "g", title: "G", severity: "block", ...gate }).success).toBe(false);
});
