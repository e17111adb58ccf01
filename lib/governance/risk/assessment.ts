import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { prose } from "../prose";
import { computeTier, exposures, purposes } from "./tier-rule";

export const decisionRoles = ["advice", "automatic"] as const;
export const complexities = ["simple", "moderate", "complex"] as const;
export const dataSensitivities = ["public", "internal", "personal", "special_category"] as const;
export const legalClasses = [
  "not_assessed",
  "out_of_scope",
  "minimal",
  "transparency",
  "high_risk_product",
  "high_risk_use",
  "prohibited",
] as const;
export type LegalClass = (typeof legalClasses)[number];

export const legalWords: Readonly<Record<LegalClass, string>> = {
  not_assessed: "Not assessed yet",
  out_of_scope: "Not an AI system under the Act",
  minimal: "Minimal risk",
  transparency: "Transparency duties (Article 50)",
  high_risk_product: "High risk: safety part of a product (Annex I)",
  high_risk_use: "High risk: listed use (Annex III)",
  prohibited: "Prohibited practice (Article 5)",
};

export const triggerKinds = ["data_drift", "incident", "material_change", "complaint", "law_changed"] as const;
export type TriggerKind = (typeof triggerKinds)[number];
export const triggerWords: Readonly<Record<TriggerKind, string>> = {
  data_drift: "Data drift",
  incident: "Incident",
  material_change: "Material change of the model or its use",
  complaint: "Complaint or appeal",
  law_changed: "Law or guidance changed",
};

const long = (label: string) => prose(label, 0, 8_000).default("");
/** Likelihood or impact, 1 to 5; null = not scored yet. */
const score = z.number().int().min(1, "is 1 to 5").max(5, "is 1 to 5").nullable().default(null);
const scored = z.object({ likelihood: score, impact: score });
const unscored = { likelihood: null, impact: null };
const person = z.string().min(1).nullable().default(null);
const day = z.iso.date("must be a date such as 2027-03-31");

/** Everything people write in a risk assessment. A draft may leave fields open; submitting names what is missing. */
export const assessmentBody = z.object({
  intendedPurpose: long("The intended purpose"),
  users: long("The users"),
  affectedGroups: long("The affected groups"),
  decisionRole: z.enum(decisionRoles).nullable().default(null),
  exposure: z.enum(exposures).nullable().default(null),
  purpose: z.enum(purposes).nullable().default(null),
  tierOverride: z
    .object({ tier: z.enum(riskTiers), reason: prose("The reason for another tier", 20, 4_000) })
    .nullable()
    .default(null),
  complexity: z.enum(complexities).nullable().default(null),
  dataSensitivity: z.enum(dataSensitivities).nullable().default(null),
  legalClass: z.enum(legalClasses).default("not_assessed"),
  legalReason: long("The reason for the legal class"),
  inherent: scored.default(unscored),
  controls: long("The controls"),
  residual: scored.default(unscored),
  monitoring: long("Monitoring and thresholds"),
  stopPlan: long("The plan to stop or roll back"),
  humanOversight: long("Human oversight"),
  ownerUserId: person,
  validatorUserId: person,
  reviewDue: day.nullable().default(null),
  reviewTriggers: z.array(z.enum(triggerKinds)).max(triggerKinds.length).default([]),
});
export type AssessmentBody = z.output<typeof assessmentBody>;
export type AssessmentBodyInput = z.input<typeof assessmentBody>;

export const emptyAssessment: AssessmentBody = assessmentBody.parse({});

/** Likelihood times impact, 1 to 25; null until both are scored. */
export const riskScore = (scores: AssessmentBody["inherent"]): number | null =>
  scores.likelihood === null || scores.impact === null ? null : scores.likelihood * scores.impact;

/** The tier that the rule gives, and the one that holds after an override; null until exposure and purpose are chosen. */
export function tiersOf(body: AssessmentBody) {
  const computed = body.exposure && body.purpose ? computeTier(body.exposure, body.purpose) : null;
  return { computed, tier: body.tierOverride?.tier ?? computed };
}

export type Missing = { field: keyof AssessmentBody; message: string };

/** What stands against submitting, each with its field; empty when the assessment can go to sign-off. */
export function missingForSubmission(body: AssessmentBody): Missing[] {
  const found: Missing[] = [];
  const need = (field: keyof AssessmentBody, bad: boolean, message: string) => {
    if (bad) found.push({ field, message });
  };
  for (const [field, label] of requiredTexts) need(field, body[field] === "", `${label} is missing`);
  need("decisionRole", body.decisionRole === null, "Say whether it advises or decides automatically");
  need("exposure", body.exposure === null, "Choose the exposure");
  need("purpose", body.purpose === null, "Choose the purpose");
  need("complexity", body.complexity === null, "Choose the complexity");
  need("dataSensitivity", body.dataSensitivity === null, "Choose how sensitive the data is");
  need("legalClass", body.legalClass === "not_assessed", "Choose the legal class");
  need(
    "legalClass",
    body.legalClass === "prohibited",
    "A prohibited practice cannot be submitted for sign-off; stop the use and archive the model's versions",
  );
  const inherent = riskScore(body.inherent);
  const residual = riskScore(body.residual);
  need("inherent", inherent === null, "Score likelihood and impact before controls");
  need("residual", residual === null, "Score likelihood and impact after controls");
  if (inherent !== null && residual !== null) {
    need("residual", residual > inherent, "The score after controls cannot be above the one before them");
    need("controls", residual < inherent && body.controls === "", "Name the controls that lower the score");
  }
  need("ownerUserId", body.ownerUserId === null, "Name who owns the risk");
  need("validatorUserId", body.validatorUserId === null, "Name an independent validator");
  need("reviewDue", body.reviewDue === null, "Set the date of the next review");
  need("reviewTriggers", body.reviewTriggers.length === 0, "Choose what asks for a review before that date");
  return found;
}

const requiredTexts = [
  ["intendedPurpose", "The intended purpose"],
  ["users", "Who uses it"],
  ["affectedGroups", "Who is affected"],
  ["legalReason", "The reason for the legal class"],
  ["monitoring", "What is monitored, with thresholds"],
  ["stopPlan", "The plan to stop or roll back"],
  ["humanOversight", "The human oversight"],
] as const;
