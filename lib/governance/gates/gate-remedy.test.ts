import { expect, test } from "vitest";
import { completeEvidence, passingGates } from "./complete-evidence-testing";
import { evaluateGate } from "./evaluate-gate";
import { evidence, version } from "./evidence-testing";
import { gateSchema } from "./gate";
import { gateFormula } from "./gate-formulas";
import { gateRemedy } from "./gate-remedy";

const gates = passingGates.map((gate, index) =>
  gateSchema.parse({ id: `g${index}`, title: "G", severity: "block", ...gate }),
);
const bare = evidence(
  { owner: null, rollbackPlan: null },
  {
    metrics: [],
    slices: [],
    confusion: null,
    measuredAt: null,
    evaluationDigest: null,
    axes: { ...version("8").axes, code_commit: null },
  },
);

test.each(gates.map((gate) => [gate.kind, gate] as const))(
  "%s says how it is computed and what to do next",
  (_kind, gate) => {
    expect(gateFormula(gate)).toMatch(/\S/);
    const open = evaluateGate(gate, bare);
    expect(gateRemedy(gate, open, bare)?.text).toMatch(/^[A-Z].*\.$/);
    const passed = evaluateGate(gate, completeEvidence());
    expect(gateRemedy(gate, passed, completeEvidence())).toBeNull();
  },
);

test("checks that are missing come with a command for each kind and this commit", () => {
  const gate = gateSchema.parse({
    id: "ci",
    kind: "ci_checks",
    title: "CI",
    severity: "block",
    require: ["training_smoke"],
  });
  const given = completeEvidence({ checks: [] });
  expect(gateRemedy(gate, evaluateGate(gate, given), given)?.command).toBe(
    "countersign check --kind training_smoke --commit c --junit report.xml",
  );
});
