/** What in Countersign gives evidence for a control, and where it is seen. */
export const evidenceKinds = [
  "approval_log",
  "audit_log",
  "gates",
  "policies",
  "risk_assessment",
  "findings",
  "model_card",
  "lineage",
  "rollouts",
  "rollback_plan",
  "access_matrix",
  "monitoring",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export const evidenceWords: Readonly<Record<EvidenceKind, string>> = {
  approval_log: "Approvals with signatures",
  audit_log: "Audit log with proofs",
  gates: "Gate results on stored evidence",
  policies: "Versioned policies",
  risk_assessment: "Risk assessments",
  findings: "Findings and their history",
  model_card: "Model cards",
  lineage: "Runs and their six axes",
  rollouts: "Staged rollouts and serving history",
  rollback_plan: "Rollback plans and triggers",
  access_matrix: "Access matrix and separation of duties",
  monitoring: "Measured stages of rollouts",
};

/** Facts about one model that say whether evidence of a kind is there. */
export type EvidenceFacts = Readonly<Record<EvidenceKind, number>>;

/** How much of the evidence that a control is mapped to is on record for a model. */
export function evidenceOnRecord(kinds: readonly EvidenceKind[], facts: EvidenceFacts) {
  const present = kinds.filter((kind) => facts[kind] > 0);
  const suggestion =
    kinds.length === 0 || present.length === 0
      ? ("evidence_missing" as const)
      : present.length < kinds.length
        ? ("evidence_partial" as const)
        : ("evidence_in_place" as const);
  return { present, missing: kinds.filter((kind) => facts[kind] === 0), suggestion };
}
