import { expect, test } from "vitest";
import type { GateOutcome } from "@/db/enums";
import { card, completeEvidence, finding, risk } from "./complete-evidence-testing";
import { evaluateGate } from "./evaluate-gate";
import type { Evidence } from "./evidence";
import { gateSchema } from "./gate";

const judge = (gate: object, more: Partial<Evidence>) =>
  evaluateGate(gateSchema.parse({ id: "g", title: "G", severity: "block", ...gate }), completeEvidence(more));

const modelCard = { kind: "model_card" };
const assessment = { kind: "risk_assessment" };
const findings = { kind: "findings" };
test.each<[string, object, Partial<Evidence>, GateOutcome, string]>([
  [
    "no card",
    modelCard,
    { card: card({ revision: 0, status: "draft", approvedRevision: null }) },
    "inconclusive",
    "no model card",
  ],
  [
    "a card in review",
    modelCard,
    { card: card({ status: "pending_review", approvedRevision: null }) },
    "failed",
    "Revision 3 of the model card is not approved; none is",
  ],
  ["a card edited after approval", modelCard, { card: card({ revision: 4 }) }, "failed", "revision 3 is"],
  [
    "a card in review where written is enough",
    { ...modelCard, status: "written" },
    { card: card({ status: "draft", approvedRevision: null }) },
    "passed",
    "is complete.",
  ],
  [
    "an archived card",
    { ...modelCard, status: "written" },
    { card: card({ status: "archived" }) },
    "failed",
    "archived",
  ],
  [
    "a card with gaps",
    modelCard,
    { card: card({ completeness: 0.8, missingSections: ["Limitations"] }) },
    "failed",
    "is required. Missing: Limitations",
  ],
  [
    "a card with a stale figure",
    modelCard,
    { card: card({ staleFigures: 1 }) },
    "failed",
    "1 figure in the model card no longer agrees",
  ],
  ["an assessment in draft", assessment, { risk: risk({ status: "draft" }) }, "failed", "is draft, not signed off"],
  [
    "another tier",
    assessment,
    { risk: risk({ tier: "low" }) },
    "failed",
    "assessed as low; the model is high risk now",
  ],
  [
    "signed off by somebody in the conflict set",
    assessment,
    { risk: risk({ validatorIsIndependent: false }) },
    "failed",
    "Ines Okafor signed the risk assessment off and is in the conflict set",
  ],
  [
    "independence not on record",
    assessment,
    { risk: risk({ validatorIsIndependent: null }) },
    "inconclusive",
    "is independent of this promotion is not on record",
  ],
  [
    "independence not asked",
    { ...assessment, independentValidator: false },
    { risk: risk({ validatorIsIndependent: false }) },
    "passed",
    "signed revision 2 off",
  ],
  [
    "due for review",
    assessment,
    { risk: risk({ reviewDueAt: "2026-11-23T12:00:00.000Z" }) },
    "inconclusive",
    "was due for review on 2026-11-23",
  ],
  ["a trigger fired", assessment, { risk: risk({ openTriggers: 1 }) }, "inconclusive", "1 review trigger fired"],
  [
    "a blocking finding",
    assessment,
    { findings: [finding({ blocks: true, severity: "low" })] },
    "failed",
    "1 finding that blocks is open",
  ],
  [
    "a blocking finding ignored",
    { ...assessment, blockingFindings: "ignore" },
    { findings: [finding({ blocks: true })] },
    "passed",
    "signed",
  ],
  [
    "an open severe finding",
    findings,
    { findings: [finding()] },
    "failed",
    "Open: Older applicants are found less often (high)",
  ],
  [
    "a severe finding that only its owner calls mitigated",
    findings,
    { findings: [finding({ state: "mitigated" })] },
    "failed",
    "Open",
  ],
  [
    "a severe finding accepted",
    findings,
    { findings: [finding({ state: "accepted" })] },
    "passed",
    "No finding is open",
  ],
  [
    "a small finding",
    findings,
    { findings: [finding({ severity: "low" })] },
    "passed",
    "1 open finding, none of severity high or above",
  ],
  [
    "a small finding overdue",
    findings,
    { findings: [finding({ severity: "low", dueAt: "2026-11-01T00:00:00.000Z" })] },
    "failed",
    "(low, overdue)",
  ],
  [
    "a small finding that blocks",
    findings,
    { findings: [finding({ severity: "low", blocks: true })] },
    "failed",
    "Open",
  ],
])("%s", (_name, gate, more, outcome, text) => {
  const result = judge(gate, more);
  expect([result.outcome, result.sentence]).toEqual([outcome, expect.stringContaining(text)]);
});
