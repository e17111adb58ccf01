import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GateKind, gateKinds } from "@/db/enums";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { completeEvidence, passingGates } from "./complete-evidence-testing";
import { evaluateGate } from "./evaluate-gate";
import { evaluatePolicy } from "./evaluate-policy";
import { type Evidence, evidenceFigure, evidenceSchema } from "./evidence";
import { type Gate, gateSchema } from "./gate";

const gates = passingGates.map((gate, index) =>
  gateSchema.parse({ id: `g${index}`, title: `Gate ${index}`, severity: "block", ...gate }),
);
const nameOf = (gate: Gate) => (gate.kind === "contract" ? `contract against ${gate.against}` : gate.kind);
const named = gates.map((gate) => [nameOf(gate), gate] as const);

type Loss = (given: Evidence) => Evidence;
const candidate =
  (change: (of: Evidence["candidate"]) => Partial<Evidence["candidate"]>): Loss =>
  (given) => ({ ...given, candidate: { ...given.candidate, ...change(given.candidate) } });

/** Ways in which evidence goes missing. */
const losses = {
  metrics: candidate(() => ({ metrics: [], confusion: null })),
  not_a_number: candidate(({ metrics }) => ({
    metrics: metrics.map((metric) => ({ ...metric, value: evidenceFigure(Number.NaN) })),
  })),
  uncounted: candidate(({ metrics, slices }) => ({
    confusion: null,
    metrics: metrics.map((metric) => ({ ...metric, n: null })),
    slices: slices.map((slice) => ({ ...slice, confusion: null, positives: null })),
  })),
  slices: candidate(() => ({ slices: [] })),
  undated: candidate(() => ({ measuredAt: null })),
  axes: candidate(({ axes }) => ({ axes: { ...axes, code_commit: null } })),
  other_evaluation: candidate(() => ({ evaluationDigest: null })),
  contract: (given) => ({ ...given, contract: null }),
  signature: (given) => ({ ...given, contract: { candidate: null, candidateProblem: "not JSON", live: null } }),
  consumers: (given) => ({ ...given, consumers: null }),
  no_consumers: (given) => ({ ...given, consumers: [] }),
  lineage: (given) => ({ ...given, lineage: null }),
  seeds: (given) => ({ ...given, seeds: given.seeds.slice(0, 2) }),
  checks: (given) => ({ ...given, checks: given.checks.slice(1) }),
  empty_checks: (given) => ({ ...given, checks: given.checks.map((check) => ({ ...check, total: 0 })) }),
  card: (given) => ({ ...given, card: null }),
  risk: (given) => ({ ...given, risk: null }),
  unsigned_by: (given) => ({ ...given, risk: given.risk && { ...given.risk, validatorName: null } }),
  findings: (given) => ({ ...given, findings: null }),
  owner: (given) => ({ ...given, owner: null }),
  plan: (given) => ({ ...given, rollbackPlan: null }),
  stale: (given) => ({ ...given, gatheredAt: "2028-01-01T00:00:00.000Z" }),
  future: (given) => ({ ...given, gatheredAt: "2026-01-01T00:00:00.000Z" }),
} satisfies Record<string, Loss>;
type LossName = keyof typeof losses;

const measured: LossName[] = ["metrics", "not_a_number", "uncounted", "undated", "stale", "future"];
const sliced: LossName[] = ["uncounted", "slices", "undated", "stale", "future"];
/** What each kind cannot pass without. */
const needs: Record<GateKind, readonly LossName[]> = {
  metric_threshold: measured,
  latency: measured,
  calibration: measured,
  fairness: sliced,
  slice_floor: sliced,
  regression: [...sliced, "other_evaluation"],
  seed_spread: ["seeds", "stale", "future"],
  reproducibility: ["axes"],
  lineage: ["lineage"],
  contract: ["contract", "signature"],
  ci_checks: ["checks", "empty_checks", "stale", "future"],
  model_card: ["card", "stale", "future"],
  risk_assessment: ["risk", "unsigned_by", "findings", "stale", "future"],
  findings: ["findings"],
  owner: ["owner"],
  rollback_plan: ["plan"],
  expression: ["metrics", "not_a_number", "uncounted", "slices", "undated", "stale", "future"],
};
/** Absence that is a finding of its own, not evidence that is missing: the gate fails. */
const answers: ReadonlySet<GateKind> = new Set(["owner", "rollback_plan", "reproducibility"]);

test("the list of gates has every kind", () => {
  expect(new Set(gates.map((gate) => gate.kind))).toEqual(new Set(gateKinds));
});

test.each(named)("%s passes on complete evidence and says how", (_name, gate) => {
  const result = evaluateGate(gate, completeEvidence());
  expect([result.outcome, result.sentence]).toEqual(["passed", expect.stringMatching(/^[A-Z].*\.$/)]);
});

describe.each(named)("%s", (_name, gate) => {
  const own = [
    ...needs[gate.kind],
    ...(gate.kind === "contract" && gate.against === "consumers" ? (["consumers", "no_consumers"] as const) : []),
  ];

  test.each(own)("is open without %s", (loss) => {
    const result = evaluateGate(gate, losses[loss](completeEvidence()));
    expect([result.outcome, result.sentence]).toEqual([
      answers.has(gate.kind) ? "failed" : "inconclusive",
      expect.stringMatching(/\.$/),
    ]);
  });

  test("never passes when anything that it needs is lost, whatever else is", () => {
    const names = Object.keys(losses) as LossName[];
    fc.assert(
      fc.property(fc.subarray(names), fc.constantFrom(...own), (others, needed) => {
        const given = [...others, needed].reduce((sofar, name) => losses[name](sofar), completeEvidence());
        expect(evaluateGate(gate, given).outcome).not.toBe("passed");
      }),
      { numRuns: 60 },
    );
  });

  test("gives the same bytes on evidence that was stored and read back, and only finite numbers", () => {
    const names = Object.keys(losses) as LossName[];
    fc.assert(
      fc.property(fc.subarray(names), (lost) => {
        const given = lost.reduce((sofar, name) => losses[name](sofar), completeEvidence());
        const read = evidenceSchema.parse(JSON.parse(canonicalJson(given)));
        const result = evaluateGate(gate, given);
        expect(canonicalJson(evaluateGate(gate, read))).toBe(canonicalJson(result));
        for (const value of Object.values(result))
          if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

test("a document stored before these parts existed is read, and judged as before", () => {
  const { contract, consumers, lineage, seeds, checks, card, risk, findings, ...old } = completeEvidence();
  const { importances, ...before } = old.candidate;
  const live = old.live && (({ importances: _lost, ...rest }) => rest)(old.live);
  const stored = { ...old, candidate: before, live };
  const read = evidenceSchema.parse(JSON.parse(canonicalJson(stored)));
  const kept = gates.filter((gate) =>
    ["metric_threshold", "latency", "calibration", "fairness", "slice_floor", "regression", "owner"].includes(
      gate.kind,
    ),
  );
  const now = evaluatePolicy({ gates: kept }, completeEvidence());
  expect(canonicalJson(evaluatePolicy({ gates: kept }, read))).toBe(canonicalJson(now));
  expect([read.contract, read.consumers, read.findings, read.checks]).toEqual([null, null, null, []]);
  expect([contract, consumers, lineage, seeds, checks, card, risk, findings, importances]).not.toContain(undefined);
});
