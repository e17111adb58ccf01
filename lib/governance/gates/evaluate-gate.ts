import { judgeCiChecks } from "./ci-checks-gate";
import { judgeOwner, judgeReproducibility, judgeRollbackPlan } from "./complete-gates";
import { judgeContract } from "./contract-gate";
import type { Evidence } from "./evidence";
import { judgeExpression } from "./expression-gate";
import { judgeFairness } from "./fairness-gate";
import type { Gate } from "./gate";
import type { GateResult, Judgement } from "./gate-result";
import { judgeFindings, judgeModelCard, judgeRiskAssessment } from "./governance-gates";
import { judgeLimit } from "./limit-gate";
import { judgeLineage } from "./lineage-gate";
import { judgeRegression } from "./regression-gate";
import { judgeSeedSpread } from "./seed-spread-gate";
import { judgeSliceFloor } from "./slice-floor-gate";

function judge(gate: Gate, evidence: Evidence): Judgement {
  switch (gate.kind) {
    case "metric_threshold":
      return judgeLimit(gate, evidence);
    case "latency":
      return judgeLimit({ ...gate, comparison: "<=", limit: gate.maximumMs, judge: "estimate" }, evidence);
    case "calibration":
      return judgeLimit(
        { ...gate, metric: gate.measure, comparison: "<=", limit: gate.maximum, judge: "estimate" },
        evidence,
      );
    case "fairness":
      return judgeFairness(gate, evidence);
    case "slice_floor":
      return judgeSliceFloor(gate, evidence);
    case "regression":
      return judgeRegression(gate, evidence);
    case "reproducibility":
      return judgeReproducibility(gate, evidence);
    case "owner":
      return judgeOwner(gate, evidence);
    case "rollback_plan":
      return judgeRollbackPlan(gate, evidence);
    case "seed_spread":
      return judgeSeedSpread(gate, evidence);
    case "lineage":
      return judgeLineage(gate, evidence);
    case "contract":
      return judgeContract(gate, evidence);
    case "ci_checks":
      return judgeCiChecks(gate, evidence);
    case "model_card":
      return judgeModelCard(gate, evidence);
    case "risk_assessment":
      return judgeRiskAssessment(gate, evidence);
    case "findings":
      return judgeFindings(gate, evidence);
    case "expression":
      return judgeExpression(gate, evidence);
  }
}

/** The waiver of a gate that holds at the time of the evidence: the one that lasts longest. */
function waiverFor(gate: Gate, { waivers, gatheredAt }: Evidence) {
  const now = Date.parse(gatheredAt);
  return waivers
    .filter((waiver) => waiver.gateId === gate.id && Date.parse(waiver.expiresAt) > now)
    .sort((a, b) => Date.parse(b.expiresAt) - Date.parse(a.expiresAt) || (a.id < b.id ? -1 : 1))[0];
}

/**
 * Evaluates one gate on an evidence document. Pure and replayable: the same gate and evidence give the same result, byte for
 * byte. Missing, stale or too small evidence is `inconclusive`, never passed.
 */
export function evaluateGate(gate: Gate, evidence: Evidence): GateResult {
  const judgement = judge(gate, evidence);
  const result: GateResult = {
    gateId: gate.id,
    kind: gate.kind,
    title: gate.title,
    severity: gate.severity,
    observed: null,
    limit: null,
    comparison: null,
    margin: null,
    headroom: null,
    headroomSe: null,
    baseline: null,
    n: null,
    evidenceRefs: [],
    ageSeconds: null,
    slices: [],
    waiver: null,
    ...judgement,
  };
  if (judgement.outcome === "passed") return result;
  const waiver = waiverFor(gate, evidence);
  if (!waiver) return result;
  const { id, ownerName, compensatingControl, expiresAt } = waiver;
  return {
    ...result,
    outcome: "waived",
    waiver: { id, ownerName, compensatingControl, expiresAt, waivedOutcome: judgement.outcome },
  };
}
