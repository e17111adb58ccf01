import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { riskTiers } from "@/db/enums";
import { gateSchema } from "./gates/gate";
import { type ApprovalRule, approvalRuleSchema, type Policy } from "./policy";
import { diffPolicies, diffSentence } from "./policy-diff";
import { policyPresets } from "./presets";

const { high } = policyPresets;
const withGate = (id: string, change: object): Policy => ({
  ...high,
  gates: high.gates.map((gate) => (gate.id === id ? gateSchema.parse({ ...gate, ...change }) : gate)),
});

describe("which way a gate moves", () => {
  test.each([
    ["a floor that rises", "accuracy", { limit: 0.9 }, "tightened"],
    ["a floor that falls", "accuracy", { limit: 0.8 }, "loosened"],
    ["a ceiling that rises", "latency-p95", { maximumMs: 80 }, "loosened"],
    ["a difference that may be larger", "parity-sex", { limit: 0.3 }, "loosened"],
    ["a ratio that has to be larger", "four-fifths-sex", { limit: 0.9 }, "tightened"],
    ["a block that becomes a warning", "ece", { severity: "warn" }, "loosened"],
    ["a larger tolerance", "recall-against-live", { tolerance: { kind: "absolute", value: 0.02 } }, "loosened"],
    ["another kind of tolerance", "recall-against-live", { tolerance: { kind: "relative", value: 0.02 } }, "other"],
    ["fewer slices", "recall-slices-against-live", { dimensions: ["sex"] }, "loosened"],
    ["every slice", "recall-slices-against-live", { dimensions: null }, "tightened"],
    ["other slices", "recall-slices-against-live", { dimensions: ["race"] }, "other"],
    ["small slices that count", "recall-slices-against-live", { smallSlices: "inconclusive" }, "tightened"],
    ["evidence that has to be fresh", "accuracy", { maximumAgeDays: 30 }, "tightened"],
    ["a floor that rises on less evidence", "accuracy", { limit: 0.9, minimumSamples: 10 }, "mixed"],
    ["another metric with a higher limit", "accuracy", { metric: "f1", limit: 0.99 }, "other"],
    ["another metric that only warns", "accuracy", { metric: "f1", limit: 0.99, severity: "warn" }, "loosened"],
    ["the other side of a limit", "accuracy", { comparison: "<=" }, "other"],
    ["words alone", "accuracy", { title: "Share of right decisions" }, "other"],
    ["more time back", "rollback-plan", { maximumMinutes: null }, "loosened"],
  ] as const)("%s", (_name, id, change, expected) => {
    const { gates } = diffPolicies(high, withGate(id, change));
    expect(gates.map((gate) => [gate.gateId, gate.change])).toEqual([[id, expected]]);
  });
});

test("gates that come and go, in words", () => {
  const owner = gateSchema.parse({ id: "second", kind: "owner", title: "Second owner", severity: "block" });
  const draft = { ...high, gates: [...high.gates.filter((gate) => gate.id !== "ece"), owner] };
  const diff = diffPolicies(high, draft);
  expect(diffSentence(diff)).toBe("Gates: 1 added, 1 taken out.");
  expect(diff.loosened).toEqual(["Calibration error (ECE) is taken out"]);
  expect(diff.isReordered).toBe(false);
});

test("the approval rule and the reach", () => {
  const approval = { ...high.approval, quorum: 1, distinctGroups: 1, coolingOffMinutes: 120 };
  const diff = diffPolicies(high, { ...high, approval, environments: ["production"] });
  expect(diff.approval.map((field) => [field.path, field.effect])).toEqual([
    ["quorum", "loosened"],
    ["distinctGroups", "loosened"],
    ["coolingOffMinutes", "tightened"],
  ]);
  expect(diff.loosened).toEqual(["People who have to approve: 2 → 1", "Different groups: 2 → 1"]);
  expect(diff.scope).toMatchObject([{ path: "environments", from: "not set", to: "production", effect: "changed" }]);
});

test("every part of the approval rule is told as stricter or laxer, passkeys and the order of roles too", () => {
  const lax = approvalRuleSchema.parse({ quorum: 2, requiredRoles: ["reviewer", "risk_officer"] });
  const strict = { ...lax, order: "as_listed", passkey: "required" } as const;
  const effects = (from: ApprovalRule, to: ApprovalRule) =>
    diffPolicies({ ...high, approval: from }, { ...high, approval: to }).approval.map(({ path, effect }) => [
      path,
      effect,
    ]);
  expect(effects(lax, strict)).toEqual(
    expect.arrayContaining([
      ["order", "tightened"],
      ["passkey", "tightened"],
    ]),
  );
  expect(effects(strict, lax)).toEqual(
    expect.arrayContaining([
      ["order", "loosened"],
      ["passkey", "loosened"],
    ]),
  );
});

test("another order of the same gates is told and changes nothing", () => {
  const diff = diffPolicies(high, { ...high, gates: high.gates.toReversed() });
  expect(diff).toMatchObject({ gates: [], isReordered: true, loosened: [] });
});

test("a change and its way back are each other's opposite", () => {
  const opposite = { added: "removed", removed: "added", tightened: "loosened", loosened: "tightened" } as const;
  const some = fc.constantFrom(...riskTiers).map((tier) => policyPresets[tier]);
  fc.assert(
    fc.property(some, some, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (from, other, limit) => {
      const to = {
        ...other,
        gates: other.gates.map((gate) => ("limit" in gate ? { ...gate, limit } : gate)),
      };
      const there = new Map(diffPolicies(from, to).gates.map((gate) => [gate.gateId, gate.change]));
      const back = diffPolicies(to, from).gates;
      expect(back.map((gate) => gate.gateId).sort()).toEqual([...there.keys()].sort());
      for (const { gateId, change } of back) {
        const forth = there.get(gateId) ?? "other";
        expect(forth in opposite ? opposite[forth as keyof typeof opposite] : forth).toBe(change);
      }
      expect(diffPolicies(to, to)).toMatchObject({ gates: [], scope: [], approval: [], loosened: [] });
    }),
  );
});
