import { type AssessmentBodyInput, triggerKinds } from "./assessment";

/** The values of the form's fields as the assessment they make; what is left open is null or empty. */
export function readAssessmentForm(form: FormData): AssessmentBodyInput {
  const text = (name: string) => String(form.get(name) ?? "");
  const choice = (name: string) => (text(name) === "" ? null : text(name)) as never;
  const number = (name: string) => (text(name) === "" ? null : Number(text(name)));
  const overridden = text("tierOverride");
  return {
    intendedPurpose: text("intendedPurpose"),
    users: text("users"),
    affectedGroups: text("affectedGroups"),
    decisionRole: choice("decisionRole"),
    exposure: choice("exposure"),
    purpose: choice("purpose"),
    tierOverride: overridden === "" ? null : { tier: overridden as never, reason: text("tierReason") },
    complexity: choice("complexity"),
    dataSensitivity: choice("dataSensitivity"),
    legalClass: (text("legalClass") || "not_assessed") as never,
    legalReason: text("legalReason"),
    inherent: { likelihood: number("inherentLikelihood"), impact: number("inherentImpact") },
    controls: text("controls"),
    residual: { likelihood: number("residualLikelihood"), impact: number("residualImpact") },
    monitoring: text("monitoring"),
    stopPlan: text("stopPlan"),
    humanOversight: text("humanOversight"),
    ownerUserId: choice("ownerUserId"),
    validatorUserId: choice("validatorUserId"),
    reviewDue: choice("reviewDue"),
    reviewTriggers: triggerKinds.filter((kind) => form.get(`trigger.${kind}`) === "on"),
  };
}
