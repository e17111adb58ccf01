import { expect, it } from "vitest";
import type { AxisValues } from "./axes";
import { attributionSentence, measureSteps, stepsBetween } from "./compare-attribution";

const axesOf = (change: Partial<AxisValues> = {}): AxisValues => ({
  code_commit: "6460091",
  dataset_snapshot: "s2",
  feature_definitions: "v1",
  hyperparameters: "C=1",
  runtime_image: "c8",
  seed_policy: "fixed, 11",
  ...change,
});
const record = (id: string, change: Partial<AxisValues>) => ({ id, name: id, axes: axesOf(change) });
const candidate = { code_commit: "f8d53f5", feature_definitions: "v2", hyperparameters: "C=0.1" };
const records = [
  record("baseline", {}),
  record("candidate", candidate),
  record("only-C", { hyperparameters: "C=0.1" }),
  record("features-code", { code_commit: "f8d53f5", feature_definitions: "v2" }),
  record("features-code-again", { code_commit: "f8d53f5", feature_definitions: "v2" }),
  record("elsewhere", { feature_definitions: "v2", code_commit: "f8d53f5", hyperparameters: "C=10" }),
  record("other-data", { hyperparameters: "C=0.1", dataset_snapshot: "s1" }),
];
const steps = stepsBetween(axesOf(), axesOf(candidate), records);

it("finds runs that moved fewer axes, one for each set, fewest first", () => {
  expect(steps.map((step) => [step.run.id, step.moved])).toEqual([
    ["only-C", ["hyperparameters"]],
    ["features-code", ["code_commit", "feature_definitions"]],
  ]);
});

it("has nothing to add when one axis moved", () => {
  expect(stepsBetween(axesOf(), axesOf({ hyperparameters: "C=0.1" }), records)).toEqual([]);
});

it("says where most of the loss came from", () => {
  const measured = measureSteps(steps, 0.539, (id) => ({ "only-C": 0.528, "features-code": 0.368 })[id] ?? null);
  expect(measured.map((step) => step.delta?.toFixed(3))).toEqual(["-0.011", "-0.171"]);
  expect(attributionSentence(-0.223, measured)).toBe(
    "77 % of the change is there when only code commit and feature definitions move. Moving only hyperparameters gives 5 % of it.",
  );
});

it("does not guess", () => {
  expect(attributionSentence(-0.223, [])).toContain("cannot be traced");
  expect(attributionSentence(-0.223, measureSteps(steps, 0.539, () => null))).toContain("cannot be traced");
  expect(attributionSentence(-0.4, measureSteps(steps, 0.539, () => 0.5))).toContain("takes more of them together");
});
