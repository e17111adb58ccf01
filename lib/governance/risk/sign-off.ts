import type { RiskStatus, RiskTier, Role } from "@/db/enums";
import { rolesAllow } from "@/lib/auth/permissions";
import { isStricter } from "./tier-rule";

export type Involved = { personId: string; reasons: readonly string[] };

export type SignOffFacts = {
  state: RiskStatus;
  /** Everyone who may not sign, and why: phrases that follow "you". */
  conflicts: readonly Involved[];
  /** It makes the model's tier lower, or low: then no risk officer may look any more, so one has to sign. */
  lowersTier: boolean;
  bodyDigest: string;
  shownDigest: string;
};

export type SignOffActor = { personId: string; roles: readonly Role[] };

/** Why this person may not sign off now, in sentences with the way out; empty when they may. */
export function signOffRefusals(facts: SignOffFacts, actor: SignOffActor): string[] {
  const found: string[] = [];
  if (facts.state === "draft") found.push("It is a draft. An author submits it first.");
  if (facts.state === "signed_off") found.push("It is signed off already. A change starts a new revision.");
  if (facts.state === "superseded") found.push("A later revision has taken its place.");
  if (!rolesAllow(actor.roles, "risk.sign_off"))
    found.push("Signing off needs the role reviewer or risk officer. Ask one of them.");
  else if (facts.lowersTier && !rolesAllow(actor.roles, "model.set_risk_tier"))
    found.push("It lowers the tier of the model. A risk officer has to sign it off.");
  const own = facts.conflicts.find((entry) => entry.personId === actor.personId);
  if (own) found.push(`You ${own.reasons.join(" and ")}. Somebody who did not has to sign off.`);
  if (facts.shownDigest !== facts.bodyDigest)
    found.push("The assessment changed after you opened it. Reload the page and read it again.");
  return found;
}

/** Whether signing off an assessment lowers what the model's promotions need. */
export const lowersTier = (isOfModel: boolean, from: RiskTier, to: RiskTier | null): boolean =>
  isOfModel && to !== null && (to === "low" || isStricter(from, to));

/** Whether a signature weighs high risk, as it is or as it becomes: it then needs a fresh sign-in. */
export const signsHighRisk = (from: RiskTier, to: RiskTier | null): boolean => from === "high" || to === "high";

/** The role a person signs in: risk officer where they are one. */
export const signOffRole = (roles: readonly Role[]): Role | null =>
  roles.includes("risk_officer") ? "risk_officer" : roles.includes("reviewer") ? "reviewer" : null;

type Named = { model: string; version: number | null; revision: number; tier: string; residual: number | null };

/** The statement that a signature is under. */
export const signOffStatement = ({ model, version, revision, tier, residual }: Named): string =>
  `I have read revision ${revision} of the risk assessment of ${model}${version === null ? "" : ` ${version}`}, did not write it, and accept its residual score of ${residual ?? "—"} with ${tier} risk.`;

/** Why this validator is not independent; null when they are. */
export function validatorRefusal(
  validatorPersonId: string,
  ownerPersonId: string | null,
  authorPersonIds: readonly string[],
): string | null {
  if (validatorPersonId === ownerPersonId) return "The validator owns the risk; name somebody else";
  if (authorPersonIds.includes(validatorPersonId)) return "The validator wrote in this revision; name somebody else";
  return null;
}
