import { type RiskTier, riskTiers } from "@/db/enums";
import { can } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/context";

/**
 * Tiers that this actor may give a new model. At medium and high a risk officer countersigns every promotion, with the tier in
 * what is signed; at low nobody from risk does, so only a risk officer may start there.
 */
export const firstTiers = (actor: Actor): readonly RiskTier[] =>
  can(actor, "model.set_risk_tier") ? riskTiers : riskTiers.filter((tier) => tier !== "low");
