import type { AssessmentBodyInput } from "./assessment";

/** A complete assessment as tests write it: moderate exposure in support of decisions, so medium risk. */
export const completeBody = (ownerUserId: string, validatorUserId: string): AssessmentBodyInput => ({
  intendedPurpose: "Orders applications for a case worker.",
  users: "Case workers of the benefits office.",
  affectedGroups: "Applicants, among them people who work part time.",
  decisionRole: "advice",
  exposure: "moderate",
  purpose: "support",
  complexity: "simple",
  dataSensitivity: "personal",
  legalClass: "high_risk_use",
  legalReason: "Access to essential public benefits is a listed use.",
  inherent: { likelihood: 4, impact: 4 },
  controls: "A case worker reads every low rank; recall is watched by slice.",
  residual: { likelihood: 2, impact: 4 },
  monitoring: "Recall by slice each month; alarm below 0.5.",
  stopPlan: "Return to the former version within ten minutes.",
  humanOversight: "A case worker can overrule every rank.",
  ownerUserId,
  validatorUserId,
  reviewDue: "2027-05-31",
  reviewTriggers: ["data_drift", "incident"],
});
