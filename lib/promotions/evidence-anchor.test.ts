import { expect, test } from "vitest";
import { completeEvidence, passingGates } from "@/lib/governance/gates/complete-evidence-testing";
import { evaluateGate } from "@/lib/governance/gates/evaluate-gate";
import { gateSchema } from "@/lib/governance/gates/gate";
import { evidenceAnchor } from "./evidence-anchor";

test.each([
  ["run:run-8/metric/accuracy", "metric-accuracy"],
  ["run:run-7/metric/latency_p95_ms", "metric-latency_p95_ms"],
  ["run:run-seed-11/metric/accuracy", "seeds"],
  ["run:run-8/slice/hours_band=<35", "slice-hours_band=_35"],
  ["run:run-8/slice/sex_x_race=Female|White / Other", "slice-sex_x_race=Female_White_Other"],
  ["run:run-8/signature", "contract"],
  ["run:run-8/axes", "axes"],
  ["version:8/card", "card"],
  ["check:c1", "check-c1"],
  ["user:u", "people"],
])("%s stands at #%s", (ref, anchor) => {
  expect(evidenceAnchor(ref, completeEvidence())).toBe(anchor);
});

test("whatever a gate refers to has a place", () => {
  const given = completeEvidence();
  for (const [index, gate] of passingGates.entries()) {
    const result = evaluateGate(gateSchema.parse({ id: `g${index}`, title: "G", severity: "block", ...gate }), given);
    for (const ref of result.evidenceRefs) expect(evidenceAnchor(ref, given)).toMatch(/^[a-z]+(-.+)?$/);
  }
});
