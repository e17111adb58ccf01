import { expect, test } from "vitest";
import { hasCensusData } from "@/lib/experiments/census-testing";
import { censusEvidence } from "../census-evidence-testing";
import { policyPresets } from "../presets";
import { evaluateGate } from "./evaluate-gate";
import { gateSchema } from "./gate";

const judge = (gate: object, run: string, live: string | null = null) =>
  evaluateGate(gateSchema.parse({ id: "g", title: "G", severity: "block", ...gate }), censusEvidence(run, live));
const rule = (expression: string) => ({ kind: "expression", requirement: "The rule", expression });
const leaking = "bank-hgb-2008-with-duration";

test.skipIf(!hasCensusData()).each([
  ["what it takes", rule('!candidate.inputs.exists(input, input.name == "duration")')],
  ["what carries it", rule("!candidate.importances.exists(input, candidate.importances[input] > 0.25)")],
  ["the shipped rule", policyPresets.high.gates.find((gate) => gate.id === "leakage") ?? {}],
])("the model that was given the length of the call is caught by %s, the honest one is not", (_name, gate) => {
  expect(judge(gate, leaking).outcome).toBe("failed");
  expect(judge(gate, "bank-hgb-2008").outcome).toBe("passed");
});

test.skipIf(!hasCensusData())(
  "a model evaluated on a part of its training snapshot is caught by the lineage gate",
  () => {
    expect(judge({ kind: "lineage" }, "bank-hgb-recent-2009")).toMatchObject({
      outcome: "failed",
      sentence: expect.stringContaining("Evaluated on its own training snapshot"),
    });
    expect(judge({ kind: "lineage" }, "lr-v1-s2-C1").outcome).toBe("passed");
  },
);

test.skipIf(!hasCensusData())("three seeds of one recipe are found and judged by the low end of their interval", () => {
  const gate = { kind: "seed_spread", metric: "roc_auc", comparison: ">=", limit: 0.92 };
  const result = judge(gate, "hgb-v1-seed11");
  expect(result).toMatchObject({ outcome: "passed", n: 3 });
  expect(judge(gate, "lr-v1-s2-C1").outcome).toBe("inconclusive");
});

test.skipIf(!hasCensusData())("dropping protected inputs breaks no caller, new features that nobody sends do", () => {
  const result = judge({ kind: "contract", against: "live" }, "lr-v2-s2-C0.1", "lr-v1-s2-C1");
  expect(result.outcome).toBe("failed");
  expect(result.sentence).toContain("it is required");
});
