import type { PromotionState, RiskTier } from "@/db/enums";
import { type Binding, resolvePolicy } from "../policy-selection";

export type OpenPromotion = {
  promotionId: string;
  number: number;
  state: PromotionState;
  model: string;
  version: number;
  tier: RiskTier;
  environment: string;
  /** The version its gates were last evaluated under. */
  policyVersionId: string;
};
/** `leaves`: another policy decides on it then; `uncovered`: none does, and it cannot go on. */
export type Affected = OpenPromotion & { becomes: "judged_by_draft" | "leaves" | "uncovered" };
type Bound = Binding & { id: string };

/** Open promotions whose deciding policy version changes when the policies become `then`. */
export function affectedBy(open: readonly OpenPromotion[], now: readonly Bound[], then: readonly Bound[]): Affected[] {
  const known = new Set(now.map((policy) => policy.id));
  return open.flatMap((promotion): Affected[] => {
    const before = resolvePolicy(now, promotion).chosen?.id ?? null;
    const after = resolvePolicy(then, promotion).chosen?.id ?? null;
    if (after === before) return [];
    if (after === null) return [{ ...promotion, becomes: "uncovered" }];
    return [{ ...promotion, becomes: known.has(after) ? "leaves" : "judged_by_draft" }];
  });
}
