import type { EvidenceKind } from "./evidence-kinds";

export const frameworks = ["nist_ai_rmf", "iso_42001", "eu_ai_act", "sr_26_2"] as const;
export type Framework = (typeof frameworks)[number];

export const frameworkWords: Readonly<Record<Framework, string>> = {
  nist_ai_rmf: "NIST AI RMF",
  iso_42001: "ISO/IEC 42001",
  eu_ai_act: "EU AI Act",
  sr_26_2: "SR 26-2",
};

export type Control = {
  id: string;
  framework: Framework;
  reference: string;
  /** In our own short words, not the text of the framework. */
  title: string;
  evidence: readonly EvidenceKind[];
};

type Line = readonly [reference: string, title: string, ...evidence: EvidenceKind[]];
const of = (framework: Framework, lines: readonly Line[]): Control[] =>
  lines.map(([reference, title, ...evidence]) => ({
    id: `${framework}:${reference.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
    framework,
    reference,
    title,
    evidence,
  }));

/**
 * The catalogue that a project starts from: identifiers of public frameworks with titles in our own words. A mapping says which
 * records are evidence for a control; it does not say that the control is met.
 */
export const catalogue: readonly Control[] = [
  ...of("nist_ai_rmf", [
    ["GOVERN 1.2", "Trustworthiness is part of policy", "policies", "gates"],
    ["GOVERN 1.4", "Risk work follows open, set procedures", "risk_assessment", "policies", "audit_log"],
    ["GOVERN 1.5", "Reviews are planned, with who does them", "risk_assessment"],
    ["GOVERN 1.6", "Models are kept in an inventory", "lineage"],
    ["GOVERN 2.1", "Roles and lines of talk are known", "access_matrix"],
    ["GOVERN 3.2", "People's part in overseeing AI is defined", "risk_assessment", "model_card"],
    ["GOVERN 4.2", "Risks and impacts are written down", "risk_assessment", "findings"],
    ["MAP 1.1", "Purpose, users and setting are understood", "risk_assessment", "model_card"],
    ["MAP 2.2", "Limits of knowledge are documented", "model_card"],
    ["MAP 3.5", "Human oversight is laid out", "risk_assessment", "model_card"],
    ["MAP 5.1", "Likelihood and size of impacts are judged", "risk_assessment"],
    ["MEASURE 2.3", "Performance is measured as in use", "gates"],
    ["MEASURE 2.7", "Security and resilience are looked at", "rollback_plan", "findings"],
    ["MEASURE 2.11", "Fairness is measured by group", "gates"],
    ["MEASURE 3.1", "Known and new risks are tracked", "findings"],
    ["MANAGE 1.3", "Answers to high risks are planned", "findings", "rollback_plan"],
    ["MANAGE 2.4", "A system can be taken out of use", "rollback_plan", "rollouts"],
    ["MANAGE 4.1", "What is live is watched after release", "monitoring", "rollouts"],
  ]),
  ...of("iso_42001", [
    ["A.2.2", "A policy for AI exists", "policies"],
    ["A.3.2", "Roles and duties are given out", "access_matrix"],
    ["A.3.3", "Concerns can be raised", "findings"],
    ["A.5.2", "Impact is assessed by a set process", "risk_assessment"],
    ["A.5.3", "Impact assessments are kept", "risk_assessment", "audit_log"],
    ["A.6.2.3", "Design and making are documented", "lineage", "model_card"],
    ["A.6.2.4", "Verification and validation are done", "gates", "approval_log"],
    ["A.6.2.5", "Deployment follows a plan", "rollouts", "rollback_plan"],
    ["A.6.2.6", "Operation is watched", "monitoring"],
    ["A.6.2.8", "Events are logged", "audit_log"],
    ["A.7.5", "Where data came from is recorded", "lineage"],
    ["A.8.2", "Users get documentation", "model_card"],
    ["A.9.4", "Use stays within what was intended", "model_card", "risk_assessment"],
  ]),
  ...of("eu_ai_act", [
    ["Art. 9", "Risk management over the whole life", "risk_assessment", "findings"],
    ["Art. 10", "Data and its governance", "lineage"],
    ["Art. 11", "Technical documentation", "model_card", "lineage"],
    ["Art. 12", "Automatic record of events", "audit_log"],
    ["Art. 13", "Information for those who deploy", "model_card"],
    ["Art. 14", "Human oversight", "risk_assessment", "rollback_plan"],
    ["Art. 15", "Accuracy, robustness, security", "gates"],
    ["Art. 17", "Quality management", "policies", "approval_log"],
    ["Art. 19", "Logs are kept", "audit_log"],
    ["Art. 26", "Duties of those who deploy", "monitoring", "rollouts"],
    ["Art. 72", "Watching after placing on the market", "monitoring"],
  ]),
  ...of("sr_26_2", [
    ["Inventory", "Models, their use and what they depend on", "lineage"],
    ["Materiality", "Tier from exposure and purpose", "risk_assessment"],
    ["Development", "Design, data and testing are documented", "lineage", "model_card", "gates"],
    ["Validation", "Independent people challenge effectively", "approval_log", "risk_assessment"],
    ["Monitoring", "Outcomes are followed, reviews have triggers", "monitoring", "risk_assessment"],
    ["Governance", "Roles, policies and controls", "access_matrix", "policies", "audit_log"],
    ["Issues", "Findings are tracked until settled", "findings"],
  ]),
];
